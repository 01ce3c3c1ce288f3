"""The order in which the scenes are played."""

from bot.sandbox.scenes.places import anime, migration, topic
from bot.sandbox.scenes.private import draw, hd, remix
from bot.sandbox.scenes.stage import Stage
from bot.sandbox.scenes.troubles import failure, kill, mistakes, refusal, webhook

PROGRAMME = (
    ("Alice says hello and orders a picture", draw),
    ("She has a photo repainted: the command is the photo's caption", remix),
    ("In a group, Bob replies to Alice's photo, and is asked for a style", anime),
    ("Alice has a picture enlarged: the command is a reply to it", hd),
    ("小明 (Xiaoming) orders a castle in the clouds, in Chinese and in a topic of a forum", topic),
    ("小明 orders a bloody battlefield, which moderation refuses", refusal),
    ("The provider fails", failure),
    ("Mistakes", mistakes),
    ("The group becomes a supergroup while Bob's picture is being painted", migration),
    ("The bot is killed between the order and the provider's callback", kill),
    ("The bot is asked to end; 小明 orders koi meanwhile; the bot comes back in webhook mode", webhook),
)

DAILY_PICTURES = 4
"""What each person may order a day. If a failure counted, Alice's last picture would not be painted."""


async def play(stage: Stage) -> None:
    """Play all scenes; each raises `DidNotHappenError` if something is amiss."""
    for number, (title, scene) in enumerate(PROGRAMME, start=1):
        await stage.scene(f"{number}  {title}")
        await scene(stage)
