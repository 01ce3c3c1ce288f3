"""All that speaks to APISpace: wire models, client, pace, signed callback addresses, results.

It knows nothing of Telegram, of storage or of what becomes of an answer.
"""
