"""Settings: what is wrong is said in one sentence that names it, and never shows it."""

import re
import stat
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from bot.signing_keys import signing_keys

ROOT = Path(__file__).parents[2]
REQUIRED = {"TELEGRAM_TOKEN": "123456:a-secret", "APISPACE_TOKEN": "b-secret", "PUBLIC_URL": "https://bot.example.org"}
NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with nothing but what is required, and no `.env` yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_required_ones_are_enough() -> None:
    settings = Settings.read()
    assert settings.public_url == "https://bot.example.org"
    assert (settings.daily_pictures, settings.max_in_flight, settings.port) == (30, 3, 8080)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_one_is_named(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(SettingsError, match=rf"^{name} is missing: [^\n]*\.env[^\n]*\.$"):
        Settings.read()


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_one_is_as_good_as_missing(environment: pytest.MonkeyPatch, name: str, nothing: str) -> None:
    environment.setenv(name, nothing)
    with pytest.raises(SettingsError, match=rf"^{name} is missing"):
        Settings.read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "bot.example.org"),
        ("PUBLIC_URL", "ftp://bot.example.org"),
        ("PUBLIC_URL", "https://user:pw@bot.example.org"),
        ("PUBLIC_URL", "https://bot.example.org?a=1"),
        ("TELEGRAM_API_URL", "telegram"),
        ("APISPACE_URL", "/aigc"),
        ("TELEGRAM_MODE", "carrier-pigeon"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PROVIDER_CONCURRENCY", "0"),
        ("RESULT_ORIGINS", ""),
        ("RESULT_ORIGINS", "cdn.mirror.test"),
        ("RESULT_ORIGINS", "https://cdn.mirror.test/images"),
        ("APISPACE_DRAW_PATH", "/"),
        ("TELEGRAM_TOKEN", "12345/getMe?x="),
        ("APISPACE_TOKEN", "two words"),
        ("APISPACE_TOKEN", "line\nbreak"),
        ("RESULT_ORIGINS", "https://cdn.example.org,https://x@evil.test"),
        ("ADMIN_IDS", "1,zwei"),
        ("ALLOWED_CHATS", "@somebody"),
        ("DAILY_PICTURES", "many"),
        ("DAILY_PICTURES", "-1"),
        ("DAILY_PICTURES_GROUP", "1.5"),
        ("DAILY_PICTURES_TOTAL", "x"),
        ("MAX_IN_FLIGHT", "x"),
        ("SUBMIT_GRACE", "0"),
        ("QUERY_INTERVAL", "soon"),
        ("JOB_DEADLINE", "nan"),
        ("QUEUE_DEADLINE", "inf"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_one_is_named_in_one_sentence_without_its_value(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        Settings.read()
    sentence = str(refusal.value)
    assert re.fullmatch(rf"{name} is wrong: [^\n]+[^.]\.", sentence)
    assert len(value) < 4 or value not in sentence
    assert "secret" not in sentence
    assert refusal.value.__cause__ is None, "the library's error shows the value"


def test_lists_are_split_at_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ADMIN_IDS", "1, 2,,3 ")
    environment.setenv("ALLOWED_CHATS", "-100123")
    environment.setenv("RESULT_ORIGINS", "https://CDN.example.org:443/ , http://10.0.0.1:9000")
    environment.setenv("SECRET_KEY", "new, old")
    settings = Settings.read()
    assert settings.admin_ids == {1, 2, 3}
    assert settings.allowed_chats == {-100123}
    assert settings.result_origins == ("https://cdn.example.org", "http://10.0.0.1:9000")
    assert settings.signing_keys_given == ("new", "old")


def test_empty_is_no_limit_and_zero_is_none_at_all(environment: pytest.MonkeyPatch) -> None:
    for name in ("DAILY_PICTURES", "DAILY_PICTURES_GROUP", "DAILY_PICTURES_TOTAL", "MAX_IN_FLIGHT"):
        environment.setenv(name, "")
    settings = Settings.read()
    assert (settings.daily_pictures, settings.daily_pictures_group) == (None, None)
    assert (settings.daily_pictures_total, settings.max_in_flight) == (None, None)
    environment.setenv("DAILY_PICTURES", "0")
    assert Settings.read().daily_pictures == 0


@pytest.mark.parametrize("name", ["ADMIN_IDS", "ALLOWED_CHATS", "SECRET_KEY"])
def test_an_empty_list_is_empty(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, "")
    settings = Settings.read()
    assert not (settings.signing_keys_given if name == "SECRET_KEY" else getattr(settings, name.lower()))


def test_the_environment_wins_over_the_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.delenv("PUBLIC_URL")
    (tmp_path / ".env").write_text("PUBLIC_URL=https://file.example.org/hua/\nPORT=1\nUNKNOWN=x\n", encoding="utf-8")
    environment.setenv("PORT", "2")
    settings = Settings.read()
    assert (settings.public_url, settings.port) == ("https://file.example.org/hua", 2)


def test_an_unreadable_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env cannot be read"):
        Settings.read()


def test_no_secret_shows_when_settings_are_printed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SECRET_KEY", "c-secret-of-some-length")
    environment.setenv("TRANSLATE_API_KEY", "d-secret")
    settings = Settings.read()
    assert "secret" not in repr(settings).replace("secret_key", "")
    assert set(settings.hidden) == {"123456:a-secret", "b-secret", "c-secret-of-some-length", "d-secret"}


def test_the_signing_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings, database = Settings.read(), tmp_path / "huabot.db"
    first = signing_keys(settings, database)
    file = tmp_path / "secret.key"
    assert signing_keys(settings, database) == first
    assert len(first[0]) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("short", encoding="ascii")
    with pytest.raises(SettingsError, match="damaged"):
        signing_keys(settings, database)


def test_keys_that_are_given_are_used(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("SECRET_KEY", "new,old")
    assert signing_keys(Settings.read(), tmp_path / "huabot.db") == (b"new", b"old")
    assert not (tmp_path / "secret.key").exists()


def test_the_example_file_names_every_setting() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", text, re.MULTILINE)) == NAMES


def test_postgresql_needs_a_key_that_all_processes_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**REQUIRED, "DATABASE_URL": "postgresql://huabot:the-password@host/huabot"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="SECRET_KEY is missing: with PostgreSQL") as refusal:
        Settings.read()
    assert "the-password" not in str(refusal.value)
    monkeypatch.setenv("SECRET_KEY", "a-key-for-all-of-them")
    assert "the-password" in Settings.read().hidden
