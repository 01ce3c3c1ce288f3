"""`huabot doctor`: says what would keep this bot from working, why, and what to do, before somebody's picture does.

It changes no data. It sends no order either, unless it is asked to (`--paid`).
"""
