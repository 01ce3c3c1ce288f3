"""The demo's scenes: what people write, what they must see, and what must stand in the servers' journals."""
