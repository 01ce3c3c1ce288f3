"""Implements the aiohttp application: the provider's callbacks and fetches, Telegram's updates, health and metrics.

This package makes no decisions.
"""
