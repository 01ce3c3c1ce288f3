"""The chat page: people talk to the real bot in a browser, beside what goes over the wire.

`server` puts it together, `feed` tells pages what happens, `bot` is the bot's process, `switches` are what can go
wrong, `scenes` play by themselves. The page itself, plain modules without a build step, is in `page/`.
"""
