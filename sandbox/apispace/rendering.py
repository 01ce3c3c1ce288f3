"""Renders the picture of one order with the painter."""

from typing import BinaryIO

from sandbox.apispace.orders import Order
from sandbox.painter import enlarge, painter, photo, remix, styles


def render(order: Order, seed: int, file: BinaryIO | None, *, sketch: bool) -> bytes:
    """Return the picture of an order as PNG.

    Args:
        order: The order.
        seed: The seed to paint with.
        file: The photo that the order starts from, if any.
        sketch: Whether to paint a quick picture.
    """
    params = order.params
    if file is None:
        return _draw(order, seed, sketch=sketch)
    if order.kind == "hd":
        original = photo.load(file, at_least=enlarge.LARGEST_INPUT)
        return enlarge.sketch(original) if sketch else enlarge.enlarge(original, is_anime=params["is_anime"])
    width, height, fidelity = params["w"], params["h"], params["fidelity"]
    ground = photo.cover(photo.load(file, at_least=max(width, height)), width, height)
    if sketch:
        return photo.sketch(ground, order.text or params["style"], seed)
    if order.kind == "anime":
        return styles.restyle(ground, params["style"], seed=seed, fidelity=fidelity)
    return remix.remix(
        ground, order.text, seed=seed, fidelity=fidelity, model=params["model"], steps=params["num_steps"]
    )


def _draw(order: Order, seed: int, *, sketch: bool) -> bytes:
    params = order.params
    if sketch:
        return painter.sketch(order.text, width=params["w"], height=params["h"], seed=seed)
    return painter.paint(
        order.text,
        width=params["w"],
        height=params["h"],
        seed=seed,
        model=params["model"],
        steps=params["num_steps"],
    )
