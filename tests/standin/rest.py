"""The HTTP side: every request is kept, held against the contract, and carried out."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.standin import errors, rules
from tests.standin.errors import RefusedError
from tests.standin.routes import Answer, Call, ViolationError, answers, basics, channels, registered
from tests.standin.world import Request

if TYPE_CHECKING:
    from tests.standin.contract import Contract
    from tests.standin.errors import Refusal
    from tests.standin.faults import Faults, Wrong
    from tests.standin.routes import Route
    from tests.standin.world import JSON, World

BASE = "/api/v10"
CDN = "/attachments"
ROUTES = (*basics.ROUTES, *registered.ROUTES, *channels.ROUTES, *answers.ROUTES)
A_SECOND = 50  # requests of a bot, interactions excepted


@dataclass(frozen=True)
class Body:
    """What a request brought."""

    content: Any = None
    files: tuple[JSON, ...] = ()
    broken: bool = False


@dataclass(frozen=True)
class Rest:
    """Discord's HTTP interface, as far as the stand-in has it."""

    world: World
    contract: Contract
    faults: Faults

    async def answer(self, incoming: web.Request) -> web.Response:
        """Answer one request."""
        body = await self._read(incoming)
        path = incoming.path.removeprefix(BASE)
        names = tuple(str(one["filename"]) for one in body.files)
        now, query = self.world.clock.now(), dict(incoming.query)
        request = Request(incoming.method, path, body.content, now, query, names)
        self.world.requests.append(request)
        self.world.changed()
        await self.faults.delay(request)
        token = incoming.headers.get("Authorization")
        with self.world.changes:
            wrong = self.faults.wrong(request)
            response = self._decided(request, body, token, wrong)
            request.status = response.status
            response.headers["Date"] = self.world.clock.date
            self.world.changes.notify_all()
        return response

    async def file(self, incoming: web.Request) -> web.Response:
        """Answer with a file that somebody gave, which needs no token."""
        request = Request(incoming.method, incoming.path, None, self.world.clock.now())
        self.world.requests.append(request)
        content = self.world.files.get(incoming.match_info["path"])
        request.status = 404 if content is None else 200
        return web.Response(status=request.status, body=content)

    def _decided(
        self, request: Request, body: Body, token: str | None, wrong: Wrong | None
    ) -> web.Response:
        if wrong is not None and not wrong.carried_out:
            return _response(wrong.status, wrong.body, request, wrong.headers)
        try:
            answer = self._carried_out(request, body, token)
        except RefusedError as error:
            answer = Answer(error.refusal.json(), error.refusal.status)
        except ViolationError as error:
            answer = self._violated(request, [*error.problems])
        if wrong is not None:
            return _response(wrong.status, wrong.body, request, wrong.headers)
        return _response(answer.status, answer.body, request, {})

    def _carried_out(self, request: Request, body: Body, token: str | None) -> Answer:
        route, parts = self._route(request)
        if not route.open or token is not None:
            self._authorize(token)
        if body.broken:
            return self._violated(request, ["body: is not JSON"], errors.NO_JSON)
        if problems := rules.problems(self.contract, route.template, request):
            refusal = errors.EMPTY_MESSAGE if problems == [rules.EMPTY] else None
            return self._violated(request, problems, refusal)
        return route.handle(Call(self.world, parts, body.content, request.query, body.files))

    def _route(self, request: Request) -> tuple[Route, dict[str, str]]:
        for route in ROUTES:
            if (parts := route.match(request.method, request.path)) is not None:
                return route, parts
        self.world.violate(f"unknown route: {request.method} {request.path}")
        raise RefusedError(errors.NOT_FOUND)

    def _authorize(self, token: str | None) -> None:
        if self.world.revoked or token != f"Bot {self.world.token}":
            raise RefusedError(errors.UNAUTHORIZED)

    def _violated(
        self, request: Request, problems: list[str], refusal: Refusal | None = None
    ) -> Answer:
        where = f"{request.method} {request.path[:60]}"
        self.world.violate(*(f"{where}: {one}" for one in problems))
        refusal = refusal or errors.INVALID_FORM_BODY
        return Answer(refusal.json(*problems), refusal.status)

    async def _read(self, incoming: web.Request) -> Body:
        if incoming.content_type.startswith("multipart/"):
            return await self._read_parts(incoming)
        text = await incoming.read()
        return _parsed(text, incoming.content_type) if text else Body()

    async def _read_parts(self, incoming: web.Request) -> Body:
        content: Any = {}
        files: list[JSON] = []
        async for part in await incoming.multipart():
            if not isinstance(part, BodyPartReader):
                return Body(broken=True)
            data = bytes(await part.read())
            if part.name == "payload_json":
                content = _parsed(data, "application/json").content
            else:
                files.append(self._file(part.filename or "file", data))
        return Body(content, tuple(files))

    def _file(self, name: str, data: bytes) -> JSON:
        number = str(self.world.snowflake())
        self.world.files[f"1/{number}/{name}"] = data
        url = f"https://cdn.discordapp.com/attachments/1/{number}/{name}"
        size = len(data)
        return {"id": number, "filename": name, "size": size, "url": url, "proxy_url": url}


def _parsed(text: bytes, kind: str) -> Body:
    try:
        return Body(json.loads(text), broken=kind != "application/json")
    except ValueError:
        return Body(broken=True)


def _response(status: int, body: Any, request: Request, more: dict[str, str]) -> web.Response:
    """Write an answer as Discord does: JSON without a character set, and limits."""
    bucket = f"{zlib.crc32(f'{request.method}{request.path}'.encode()):08x}"
    headers = {
        "X-RateLimit-Limit": str(A_SECOND),
        "X-RateLimit-Remaining": str(A_SECOND - 1),
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Reset": f"{request.when + 1:.3f}",
        "X-RateLimit-Bucket": bucket,
        **more,
    }
    if body is None:
        return web.Response(status=status, headers=headers)
    if isinstance(body, str):
        page = body.encode()
        return web.Response(status=status, body=page, content_type="text/html", headers=headers)
    text = json.dumps(body).encode()
    return web.Response(status=status, body=text, content_type="application/json", headers=headers)
