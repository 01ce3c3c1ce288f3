"""All that speaks to APISpace: wire models, client, pace, signed callback addresses, results.

It knows nothing of storage or of what becomes of an answer, and of Telegram only how large a picture it takes.
"""
