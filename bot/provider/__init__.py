"""Communicates with APISpace: wire models, client, rate limit, signed callback addresses, results.

This package knows nothing of storage or of the use of an answer, and of Telegram only how large a picture it accepts.
"""
