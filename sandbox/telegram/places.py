"""Implements the control routes that change chats: groups and topics are created, people and the bot join and leave.

Source: none; the routes are the sandbox's own. Service messages and updates conform to the Bot API.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from aiohttp import web

from sandbox.journal import Journal
from sandbox.telegram.announcing import Announcer
from sandbox.telegram.chats import ADMINS, GENERAL, MEMBERS, Chat, Json, Rights, Topic
from sandbox.telegram.content import Content
from sandbox.telegram.errors import bad_request
from sandbox.telegram.members import member_json
from sandbox.telegram.people import Person
from sandbox.telegram.updates import Updates
from sandbox.telegram.world import Where, World

Handler = Callable[[web.Request], Awaitable[Any]]

_KINDS = ("group", "supergroup", "forum", "channel", "direct")
_CHAT = r"/sandbox/chats/{chat_id:-?\d+}"
_TOPIC_COLOUR = 7_322_096


class Places:
    """Creates and changes chats.

    Args:
        world: Holds the chats.
        announcer: Announces service messages to the bot.
        updates: The queue of updates about the bot's status.
        journal: Records changes.
    """

    def __init__(self, world: World, announcer: Announcer, updates: Updates, journal: Journal) -> None:
        self._world = world
        self._announcer = announcer
        self._updates = updates
        self._journal = journal

    @property
    def table(self) -> list[tuple[str, str, Handler]]:
        """The routes: method, path, handler."""
        return [
            ("POST", "/sandbox/people", self._add_person),
            ("PATCH", r"/sandbox/people/{person_id:\d+}", self._change_person),
            ("PUT", r"/sandbox/people/{person_id:\d+}/blocked", self._block),
            ("POST", "/sandbox/chats", self._add_group),
            ("GET", _CHAT, self._show),
            ("POST", _CHAT + "/topics", self._add_topic),
            ("PUT", _CHAT + r"/topics/{thread:\d+}/closed", self._close_topic),
            ("PUT", _CHAT + r"/members/{person_id:\d+}", self._change_member),
            ("PUT", _CHAT + "/bot", self._change_bot),
            ("PATCH", _CHAT + "/rights", self._permit),
            ("PUT", _CHAT + "/slow_mode", self._slow_down),
            ("POST", _CHAT + "/migration", self._migrate),
        ]

    async def _add_person(self, request: web.Request) -> Json:
        body = await request.json()
        body["id"] = body["id"] or self._world.free_person_id()
        person = Person(**body)
        self._world.add_person(person)
        self._journal.write("person", **asdict(person))
        return asdict(person)

    async def _change_person(self, request: web.Request) -> Json:
        """Change a person's language; their earlier messages still show the old one."""
        person = self._person(int(request.match_info["person_id"]))
        changed = replace(person, language_code=str((await request.json())["language_code"]))
        self._world.people[person.id] = changed
        self._journal.write("person", **asdict(changed))
        return asdict(changed)

    async def _block(self, request: web.Request) -> Json:
        blocked = bool((await request.json())["blocked"])
        person_id = int(request.match_info["person_id"])
        person, chat = self._world.people[person_id], self._world.chat(person_id)
        if blocked != chat.blocked:
            chat.opened = True
            self._journal.write("block", chat_id=chat.id, blocked=blocked)
            before = "kicked" if chat.blocked else "member"
            chat.blocked = blocked
            self._tell_bot(chat, person, before, "kicked" if blocked else "member")
        return {}

    async def _add_group(self, request: web.Request) -> Json:
        body = await request.json()
        if body["kind"] not in _KINDS:
            raise bad_request(f"a chat is one of {', '.join(_KINDS)}")
        creator, *others = [self._person(person_id) for person_id in body["people"]]
        chat = self._world.add_group(body["kind"], body["title"])
        chat.members[creator.id] = "creator"
        chat.members |= {person.id: "administrator" if person.id in body["admins"] else "member" for person in others}
        if body["discussion"] is not None:
            discussion = self._world.chat(body["discussion"])
            if discussion.type != "supergroup":
                raise bad_request("only a supergroup can discuss a channel")
            chat.discussion = discussion.id
        self._journal.write("group", chat_id=chat.id, kind=body["kind"], title=chat.title)
        self._become(chat, creator, body["bot"], told=body.get("told", True))
        return chat.as_json()

    async def _show(self, request: web.Request) -> Json:
        chat = self._chat(request)
        return chat.as_json() | {
            "members": chat.members,
            "anonymous": sorted(chat.anonymous),
            "bot": chat.status(self._world.bot.id),
            "rights": asdict(chat.rights),
            "topics": {thread: {"name": t.name, "closed": t.closed} for thread, t in chat.topics.items()},
            "migrated_to": chat.migrated_to,
        }

    async def _add_topic(self, request: web.Request) -> Json:
        body = await request.json()
        chat, person = self._chat(request), self._person(body["person"])
        if not chat.is_forum:
            raise bad_request("the chat is not a forum")
        created = {"forum_topic_created": {"name": body["name"], "icon_color": _TOPIC_COLOUR}}
        message = self._world.post(chat, person, Content(service=created))
        # The thread id of a topic is the number of its first message.
        message.thread_id = message.message_id
        message.topic = chat.topics[message.message_id] = Topic(body["name"], message)
        self._announcer.announce(message)
        return {"thread": message.message_id}

    async def _close_topic(self, request: web.Request) -> Json:
        body = await request.json()
        chat, thread = self._chat(request), int(request.match_info["thread"])
        if thread not in chat.topics:
            raise bad_request("message thread not found")
        topic = chat.topics[thread]
        if topic.closed != body["closed"]:
            topic.closed = body["closed"]
            service: Json = {"forum_topic_closed" if topic.closed else "forum_topic_reopened": {}}
            where = Where(thread if thread != GENERAL else None)
            self._announcer.notice(chat, self._person(body["person"]), service, where)
        return {}

    async def _change_member(self, request: web.Request) -> Json:
        body = await request.json()
        chat, person = self._chat(request), self._person(int(request.match_info["person_id"]))
        before, after = chat.status(person.id), body["status"]
        if before == "creator" and after != "left":
            after = before
        if after in MEMBERS and before not in MEMBERS:
            chat.members[person.id] = after
            self._notice(chat, person, {"new_chat_members": [person.as_user()]})
        elif before in MEMBERS and after not in MEMBERS:
            self._notice(chat, person, {"left_chat_member": person.as_user()})
        chat.members[person.id] = after
        chat.anonymous.discard(person.id)
        if body["anonymous"] and after in ADMINS:
            chat.anonymous.add(person.id)
        self._journal.write("member", chat_id=chat.id, person_id=person.id, status=after)
        return {}

    async def _change_bot(self, request: web.Request) -> Json:
        body = await request.json()
        self._become(self._chat(request), self._person(body["by"]), body["status"])
        return {}

    def _become(self, chat: Chat, by: Person, status: str, *, told: bool = True) -> None:
        """Change the bot's status in a chat, and queue the updates that inform it."""
        bot = self._world.bot
        before = chat.status(bot.id)
        if status not in ("administrator", "member", "left", "kicked"):
            raise bad_request(f"the bot cannot be {status}")
        if status == before:
            return
        if before in MEMBERS and status not in MEMBERS:
            self._notice(chat, by, {"left_chat_member": bot.as_user()})
        chat.members[bot.id] = status
        self._journal.write("bot", chat_id=chat.id, status=status)
        if told:
            self._tell_bot(chat, by, before, status)
        if before not in MEMBERS and status in MEMBERS:
            self._notice(chat, by, {"new_chat_members": [bot.as_user()]})

    def _notice(self, chat: Chat, actor: Person, service: Json) -> None:
        """Post a service message, except in channels, which have none about members."""
        if chat.type != "channel":
            self._announcer.notice(chat, actor, service)

    def _tell_bot(self, chat: Chat, by: Person, before: str, after: str) -> None:
        bot = self._world.bot
        states = [member_json(replace(chat, members={bot.id: status}), bot) for status in (before, after)]
        change = {"chat": chat.as_json(), "from": by.as_user(), "date": int(time.time())}
        self._updates.add("my_chat_member", change | {"old_chat_member": states[0], "new_chat_member": states[1]})

    async def _permit(self, request: web.Request) -> Json:
        chat = self._chat(request)
        chat.rights = Rights(**asdict(chat.rights) | await request.json())
        self._journal.write("rights", chat_id=chat.id, **asdict(chat.rights))
        return {}

    async def _slow_down(self, request: web.Request) -> Json:
        chat = self._chat(request)
        chat.slow_mode, chat.slow_until = int((await request.json())["seconds"]), 0.0
        self._journal.write("slow_mode", chat_id=chat.id, seconds=chat.slow_mode)
        return {}

    async def _migrate(self, request: web.Request) -> Json:
        body = await request.json()
        old = self._chat(request)
        if old.type != "group" or old.migrated_to is not None:
            raise bad_request("only a group can become a supergroup, and only once")
        new = self._world.add_group("supergroup", old.title)
        new.members, new.anonymous, new.rights = dict(old.members), set(old.anonymous), replace(old.rights)
        old.migrated_to = new.id
        self._journal.write("migration", chat_id=old.id, migrate_to_chat_id=new.id)
        if body["announce"]:
            creator = next(self._person(person_id) for person_id, status in old.members.items() if status == "creator")
            self._announcer.notice(old, creator, {"migrate_to_chat_id": new.id})
            self._announcer.notice(new, creator, {"migrate_from_chat_id": old.id}, Where(as_chat=new))
        return new.as_json()

    def _chat(self, request: web.Request) -> Chat:
        return self._world.chat(int(request.match_info["chat_id"]))

    def _person(self, person_id: int) -> Person:
        if person_id not in self._world.people:
            raise bad_request("no such person")
        return self._world.people[person_id]
