"""Defines the order in which the scenes are played."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from sandbox.scenes import buttons, operators, personal, places, private, queue, troubles
from sandbox.scenes.stage import Stage

Scene = tuple[str, Callable[[Stage], Awaitable[None]]]

PROGRAMME: tuple[tuple[Scene, ...], ...] = (
    (
        ("Alice says hello and orders a picture", private.draw),
        ("Bob takes the bot into a group; it says how to ask, and he asks for a style", places.greeting),
        ("Zoe writes words without a command, changes them afterwards, and tries a style", private.words),
    ),
    (
        ("She has a photo repainted: the command is the photo's caption", private.remix),
        ("In a group, Bob replies to Alice's photo, and is asked for a style", places.anime),
        ("Bob wants two wide pictures without people: options", private.options),
        ("小明 (Xiaoming) orders a castle in the clouds, in Chinese and in a topic of a forum", places.topic),
    ),
    (
        ("Alice has a small picture enlarged: sent as a file, with the command as its caption", private.hd),
        ("Ольга (Olga) sends a photo without a word, and is asked what to do with it", buttons.photo),
        ("Bob presses what is under his castle, 🖌 ℹ️ 📄 🗑, and Lucía opens the link of its recipe", buttons.tell),
        ("小明's battlefield is refused by moderation, his second try is not", troubles.refusal),
    ),
    (
        ("Alice makes more of her fox: 🔁 🎲 ✨ 🌸", buttons.more),
        ("The group becomes a supergroup while Bob's picture is being painted", places.migration),
        ("Lucía sets language, model and size, and orders", personal.settings),
    ),
    (
        ("The provider fails; what is left for Alice today stays the same", troubles.failure),
        ("Bob's mistakes", troubles.mistakes),
    ),
    (("The bot is killed between the order and the provider's callback", troubles.kill),),
    (
        ("The provider is busy: Bob and Alice wait in line, and Bob takes one order back", queue.waiting),
        ("Alice looks through her pictures", personal.history),
        ("Zoe, who runs the bot, looks at its statistics", operators.statistics),
    ),
    (
        ("In her group, Alice lets administrators order and nobody else", places.settings),
        ("Zoe pauses the bot, shuts Ольга out, and lets her in again", operators.rule),
        ("Lucía asks what is kept about her, and has it deleted", personal.farewell),
    ),
    (("The bot is asked to end; 小明 orders koi meanwhile; the bot comes back in webhook mode", troubles.webhook),),
)
"""Acts, played one after the other; an act's scenes run in parallel, by different people or in different chats."""


async def play(stage: Stage) -> None:
    """Play all scenes.

    Raises:
        DidNotHappenError: Something that should have happened did not.
    """
    numbers = count(1)
    for act in PROGRAMME:
        evidence = await stage.evidence.from_now()
        try:
            async with asyncio.TaskGroup() as scenes:
                for title, scene in act:
                    scenes.create_task(_play(await stage.scene(f"{next(numbers)}  {title}"), scene))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        await stage.all_settled(evidence)


async def _play(stage: Stage, scene: Callable[[Stage], Awaitable[None]]) -> None:
    await scene(stage)
    stage.page.close()
