"""The aiohttp application: the provider's callbacks and fetches, Telegram's updates, health and metrics.

It decides nothing.
"""
