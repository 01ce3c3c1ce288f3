"""What is thanks, and what is words to be painted."""

import pytest

from bot.telegram.small_talk import is_thanks
from bot.texts import Texts

TEXTS = Texts()


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "Thank you!",
        "thank-you so much 😊",
        "谢谢！",
        "多謝",
        "Спасибо большое",
        "¡Muchas gracias!",
        "👍🏽",
        "❤️",
        "🙏 🙏!",
    ],
)
def test_thanks(text: str) -> None:
    assert is_thanks(text, TEXTS)


@pytest.mark.parametrize(
    "text", ["", "thanks for the fox", "🦊", "🦊👍", "!", "a fox", "thank", "\ufe0f", "thanks " * 20]
)
def test_no_thanks(text: str) -> None:
    assert not is_thanks(text, TEXTS)
