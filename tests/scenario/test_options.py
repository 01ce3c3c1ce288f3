"""Options in a prompt: what arrives at the provider, what is said about a wrong one, what it costs."""

from typing import Any

import pytest

from sandbox.telegram_client import Person
from tests.support.stage import Stage, a_photo


async def test_options_arrive_and_the_caption_says_what_was_made(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.say(
        alice,
        "/draw a red fox --ar 16:9 —seed 42 in the snow --steps=30 --cfg 9 --no text, blur --model anime "
        "--sampler ddim",
    )
    (submit,) = await stage.submitted()
    wanted: dict[str, Any] = {
        "text": "a red fox in the snow",
        "seed": 42,
        "num_steps": 30,
        "guidance_scale": 9,
        "negative_prompt": "text, blur",
        "model": "anime",
        "sampler": "ddim",
    }
    params = submit["params"]
    assert {name: params[name] for name in wanted} == wanted
    assert params["w"] % 64 == params["h"] % 64 == 0
    assert max(params["w"], params["h"]) <= 768
    assert abs(params["w"] / params["h"] - 16 / 9) < 0.05
    caption = (await stage.picture(alice))["text"]
    assert f"anime · {params['w']}×{params['h']} · seed 42" in caption
    assert "--" not in caption


async def test_several_pictures_are_several_orders(stage: Stage, alice: Person) -> None:
    await stage.start(daily_pictures=3)
    await stage.telegram.say(alice, "/draw a fox --n 2 --seed 4294967295")
    first, second = await stage.pictures(alice, 2)
    assert first["message_id"] != second["message_id"]
    assert sorted(submit["params"]["seed"] for submit in await stage.submitted(2)) == [0, 4294967295]
    await stage.telegram.say(alice, "/draw a wolf --n 2")  # one is left for today
    await stage.pictures(alice, 3)
    await stage.said(alice, "You have used your 3 pictures")
    assert await stage.billed() == 3


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a fox --stylize 5", ("--stylize", "another image generator", "--cfg 9")),
        ("a fox --stepz 5", ("--stepz", "Did you mean --steps 5?")),
        ("a fox --sampler dpm", ("--sampler", "dpm", "For example --sampler ddim")),
        ("a fox --steps 150", ("--steps", "150", "5 … 100", "--steps 100")),
        ("a fox --steps 5000", ("--steps", "5000", "5 … 100", "For example --steps 30")),
        ("a fox --n 6", ("--n", "--n 4")),
        ("a fox --seed", ("--seed", "--seed 42")),
        ("a fox --fidelity 0.4", ("--fidelity", "/remix")),
    ],
)
async def test_a_wrong_option_is_named_and_costs_nothing(running: Stage, typed: str, words: tuple[str, ...]) -> None:
    """The nearest right one is in the answer; nothing is ordered."""
    person = await running.telegram.person("Somebody")
    before = len(await running.provider.submits())
    await running.telegram.say(person, f"/draw {typed}")
    (answer,) = [await running.said(person, words[0])]
    assert all(word in answer["text"] for word in words), answer["text"]
    await running.telegram.say(person, "/draw -- a fox --seed 42")  # one a day is allowed, and not used up
    await running.picture(person)
    submits = await running.provider.submits()
    assert len(submits) == before + 1
    assert submits[-1]["params"]["text"] == "a fox --seed 42"


async def test_a_size_asked_for_stands_whatever_the_photo_s_shape(stage: Stage, alice: Person) -> None:
    await stage.start()
    await stage.telegram.document(alice, a_photo(), "/remix in oils --size 512x768 --fidelity 0.6", name="fox.jpg")
    (submit,) = await stage.submitted()
    params = submit["params"]
    assert (params["w"], params["h"], params["fidelity"], params["text"]) == (512, 768, 0.6, "in oils")
