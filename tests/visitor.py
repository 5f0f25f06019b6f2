"""Someone at a browser, as far as forms go: cookies, hidden fields, files."""

import re
import uuid
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
File = tuple[str, bytes]


class Visitor:
    """Signs in, opens pages, sends forms. Every page must answer 200."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._open(Request(self.address + path))

    def sign_in(self, username: str, password: str) -> str:
        return self.post("/sign-in", {"username": username, "password": password}, on="/sign-in")

    def post(
        self,
        path: str,
        values: dict[str, str],
        *,
        on: str = "/",
        file: tuple[str, File] | None = None,
    ) -> str:
        """Send a form that stands on page ``on``, with its token; the page that comes back."""
        found = _TOKEN.search(self.get(on))
        assert found, f"no form on {on}"
        values = values | {"csrf_token": found[1]}
        if file is None:
            request = Request(self.address + path, urlencode(values).encode())
        else:
            body, kind = _multipart(values, *file)
            request = Request(self.address + path, body, {"Content-Type": kind})
        return self._open(request)

    def _open(self, request: Request) -> str:
        with self._opener.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
            return text


def _multipart(values: dict[str, str], field: str, file: File) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    head = f'Content-Disposition: form-data; name="{field}"; filename="{file[0]}"'
    parts.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + file[1] + b"\r\n")
    parts.append(f"--{edge}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
