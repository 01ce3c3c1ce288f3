"""Implements the chat page: users talk to the real bot in a browser, and see the traffic beside the chat.

`server` serves the page, `feed` streams events to pages, `bot` controls the bot's process, `switches` arms faults,
`scenes` plays scenes. The page itself, plain modules without a build step, is in `page/`.
"""
