"""Implements `huabot doctor`: reports what would keep this bot from working, why, and what to do, before a user does.

The command changes no data. It sends no order, unless it is told to (`--paid`).
"""
