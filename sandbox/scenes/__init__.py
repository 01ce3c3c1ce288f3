"""Defines the demo's scenes: what people write, what they must see, and what the servers' journals must contain."""
