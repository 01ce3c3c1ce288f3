"""The painter of the sandbox: little illustrations from a prompt and a seed, with Pillow alone."""
