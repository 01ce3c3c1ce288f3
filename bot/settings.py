"""Reads all settings from the environment or `.env`. README and `.env.example` say what each one means."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.admission import Limits
from bot.clock import SECOND
from bot.deadlines import Deadlines
from bot.errors import HuabotError
from bot.job import PAINTED, Kind
from bot.provider.client import Endpoints, path_setting
from bot.provider.results import origin_of
from bot.provider.wire import AnimeLayout
from storage.drivers import is_postgresql
from storage.sqlite import path_of


class SettingsError(HuabotError):
    """Raised when a setting is missing or wrong; the message is one plain sentence that names it and holds no secret.

    Attributes:
        problems: All errors, one such sentence each; the first one is the message.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(problems[0])
        self.problems = problems


def _none_if_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _base_url(value: str) -> str:
    if not origin_of(value) or re.search(r"[\s?#]", value):
        raise ValueError("must be an http(s) address such as https://example.org")
    return value.rstrip("/")


def _path(value: str) -> str:
    path = value.strip().strip("/")
    if not re.fullmatch(r"[\w.~/-]*", path, re.ASCII) or ".." in path or "//" in path:
        raise ValueError("must be a path such as txt2img")
    return path


def _origin(value: str) -> str:
    if not origin_of(value) or urlsplit(value).path not in {"", "/"} or re.search(r"[\s?#]", value):
        raise ValueError("must be origins such as https://cdn.example.org, separated by commas")
    return origin_of(value)


def _header_safe(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\x21-\x7e]+", value.get_secret_value()):
        raise ValueError("must be printable ASCII without blanks")
    return value


def _path_safe(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\w:-]+", value.get_secret_value(), re.ASCII):
        raise ValueError("must be a bot token as BotFather gives it")
    return value


BaseURL = Annotated[str, AfterValidator(_base_url)]
Path_ = Annotated[str, AfterValidator(_path)]
Seconds = Annotated[float, Field(gt=0, le=30 * 86_400)]
Limit = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(_none_if_empty)]
OwnPort = Annotated[Annotated[int, Field(ge=1, le=65_535)] | None, BeforeValidator(_none_if_empty)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_split)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_split)]
BotToken = Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_path_safe)]
DatabaseURL = Annotated[str, BeforeValidator(_stripped)]
ProviderToken = Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_header_safe)]

SHORT_KEY = 16
"""A signing key with fewer characters than this may be guessed."""


SHORT_PASSWORD = 6
"""A database password with fewer characters is masked only inside an address: it may be an ordinary word."""


class Settings(BaseSettings):
    """Holds the settings of one run. Durations are in seconds."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_token: BotToken
    telegram_api_url: BaseURL = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    apispace_token: ProviderToken
    apispace_url: BaseURL = "https://23329.o.apispace.com/aigc"
    apispace_draw_path: Annotated[Path_, Field(min_length=1)] = "txt2img"
    apispace_remix_path: Annotated[Path_, Field(min_length=1)] = "img2img"
    apispace_anime_path: Path_ = "img2acg"
    apispace_anime_layout: AnimeLayout = "params"
    apispace_hd_path: Path_ = "img2img-sr"
    apispace_query_path: Path_ = "query-image"
    provider_concurrency: int = Field(default=8, ge=1)
    public_url: BaseURL
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65_535)
    metrics_port: OwnPort = None
    database_url: DatabaseURL = "sqlite:///data/huabot.db"
    database_pool: int = Field(default=10, ge=2, le=1000)
    secret_key: SecretStr = SecretStr("")
    result_origins: Annotated[Origins, Field(min_length=1)] = (
        "https://ailab-huawei-cdn.nolibox.com",
        "https://ailab-1d01.obs.cn-north-4.myhuaweicloud.com",
    )
    admin_ids: Ids = frozenset()
    allowed_chats: Ids = frozenset()
    daily_pictures: Limit = 30
    daily_pictures_group: Limit = 200
    daily_pictures_total: Limit = 500
    max_in_flight: Limit = 3
    translate_url: Annotated[BaseURL | None, BeforeValidator(_none_if_empty)] = None
    translate_api_key: SecretStr = SecretStr("")
    submit_grace: Seconds = 180
    query_interval: Seconds = 30
    job_deadline: Seconds = 600
    queue_deadline: Seconds = 3600
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="before")
    @classmethod
    def _blank_is_missing(cls, values: Any) -> Any:
        needed = {name for name, field in cls.model_fields.items() if field.is_required()}
        needed.add("host")  # an empty host would mean every address
        return {name: value for name, value in values.items() if name not in needed or str(value).strip()}

    @model_validator(mode="after")
    def _key_is_shared(self) -> "Settings":
        if self.shares_database and not self.signing_keys_given:
            raise ValueError("SECRET_KEY is missing: with PostgreSQL, every process needs the same one")
        return self

    @classmethod
    def read(cls) -> "Settings":
        """Read the settings from the environment, and from `.env` those that the environment lacks.

        Raises:
            SettingsError: Names all missing settings in one sentence; else the first wrong setting.
        """
        try:
            return cls()
        except ValidationError as exc:
            raise SettingsError(*_sentences(exc)) from None
        except (OSError, UnicodeDecodeError) as exc:
            raise SettingsError(f".env cannot be read: {type(exc).__name__}") from None

    @property
    def shares_database(self) -> bool:
        """Return whether other processes may work on the same database."""
        return is_postgresql(self.database_url)

    @property
    def database_path(self) -> Path:
        """Return the database's file. Raises `StorageError` if `DATABASE_URL` names none."""
        return path_of(self.database_url)

    @property
    def limits(self) -> Limits:
        """Return the limits on orders."""
        return Limits(
            person=self.daily_pictures,
            group=self.daily_pictures_group,
            total=self.daily_pictures_total,
            in_flight=self.max_in_flight,
        )

    @property
    def deadlines(self) -> Deadlines:
        """Return the time limits of jobs, in microseconds."""
        return Deadlines(
            int(self.submit_grace * SECOND),
            int(self.query_interval * SECOND),
            int(self.job_deadline * SECOND),
            int(self.queue_deadline * SECOND),
        )

    @property
    def endpoints(self) -> Endpoints:
        """Return the provider's addresses and the layout of its requests."""
        return Endpoints(
            self.apispace_url,
            {kind: getattr(self, path_setting(kind).lower()) for kind in PAINTED},
            self.apispace_query_path,
            self.apispace_anime_layout,
        )

    @property
    def missing(self) -> frozenset[Kind]:
        """Return the kinds of pictures that are not offered, because the provider has no path for them."""
        return frozenset(kind for kind, path in self.endpoints.paths.items() if not path)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the texts that must not appear in any output."""
        return (
            self.telegram_token.get_secret_value(),
            self.apispace_token.get_secret_value(),
            *filter(None, [self.translate_api_key.get_secret_value()]),
            *(key for key in self.signing_keys_given if len(key) >= SHORT_KEY),
            *passwords_in(self.database_url),
        )

    @property
    def short_key(self) -> bool:
        """Return whether a key in `SECRET_KEY` is short enough to be guessed."""
        return any(len(key) < SHORT_KEY for key in self.signing_keys_given)

    @property
    def signing_keys_given(self) -> tuple[str, ...]:
        """Return the keys in `SECRET_KEY`, newest first; none if it is empty."""
        return tuple(key.strip() for key in self.secret_key.get_secret_value().split(",") if key.strip())


_PLAIN = {
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
}


def _sentences(exc: ValidationError) -> list[str]:
    """Describe what is wrong with each setting, but never name its value: it may be a secret in the wrong place."""
    missing: list[str] = []
    wrong: dict[str, str] = {}
    for error in exc.errors(include_input=False, include_url=False):
        if not error["loc"]:  # an error of several settings together
            return [error["msg"].replace("Value error, ", "") + "."]
        name = str(error["loc"][0]).upper()
        if error["type"] == "missing":
            missing.append(name)
            continue
        reason = _PLAIN.get(error["type"]) or error["msg"].replace("Value error, ", "").replace(
            "Input should be", "must be"
        )
        wrong.setdefault(name, f"{name} is wrong: it {reason}.")
    if not missing:
        return list(wrong.values())
    *others, last = missing
    names, are, them = (f"{', '.join(others)} and {last}", "are", "them") if others else (last, "is", "it")
    sentence = f"{names} {are} missing: set {them} in the environment or in .env (see .env.example)."
    return [sentence, *wrong.values()]


def passwords_in(url: str) -> tuple[str, ...]:
    """Return the password in a database's address, in every spelling in which it may appear."""
    try:
        given = urlsplit(url)
        spelled = given.password or ""
    except ValueError:
        return (url,)
    asked = parse_qs(given.query).get("password", [])
    return tuple({word for word in (spelled, unquote(spelled), *asked) if len(word) >= SHORT_PASSWORD})
