"""The aiohttp application: the provider's callbacks, health and metrics. It decides nothing."""
