"""Paints the sandbox's pictures: small illustrations from a prompt and a seed, with Pillow alone."""
