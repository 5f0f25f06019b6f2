"""Mail by SMTP, its last step taken apart so that it can be written down before.

The whole mail is sent but for the line with the single dot that ends it
(RFC 5321, 4.1.1.4): until then the server must throw away what it has.
"""

import smtplib
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from tracker.channels import Outcome, Verdict
from tracker.channels.mail_server import MailServer
from tracker.errors import ConfigError
from tracker.outbox import Parcel
from tracker.sentences import noted

#: Seconds to wait for the answer to the end of a mail: a server may be looking for viruses.
END_SECONDS = 120.0
_BUSY = noted("เซิร์ฟเวอร์อีเมลขอให้ส่งใหม่ภายหลัง ระบบจะส่งให้เอง")
_AWAY = noted("ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้ ระบบจะลองใหม่เอง")
_SENDER = noted("เซิร์ฟเวอร์อีเมลไม่รับผู้ส่งหรือรหัสผ่าน กรุณาแจ้งผู้ดูแลระบบให้ตรวจ SMTP_URL และ MAIL_FROM")
_NOBODY = noted("ปลายทางไม่รับอีเมลฉบับนี้ กรุณาตรวจที่อยู่อีเมลของผู้รับ")
_SILENT = noted(
    "ส่งครบแล้วแต่เซิร์ฟเวอร์ไม่ตอบ จึงไม่แน่ใจว่าถึงหรือไม่ กรุณาถามผู้รับก่อน แล้วเลือกส่งอีกครั้งหรือบันทึกว่าถึงแล้ว"
)


class Mail:
    """A way out by one mail server, its connection kept between messages.

    ``sender``: an address with or without a name. Raises ``ConfigError`` where it is none.
    """

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        name, address = parseaddr(sender)
        local, at, domain = address.rpartition("@")
        if not (local and at and domain and address.isascii()):
            raise ConfigError("MAIL_FROM ต้องเป็นที่อยู่อีเมล เช่น เวียน <wian@example.go.th>")
        self._from = Address(name, local, domain)
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, parcel: Parcel, hand: Callable[[], None]) -> Outcome:
        try:
            mail = self._mail(parcel)
        except (ValueError, IndexError):
            return Outcome(Verdict.REFUSED, _NOBODY, f"no address: {parcel.to}")
        try:
            ready = self._begun(parcel, mail)
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            return _trouble(trouble)
        if ready is not None:
            return ready
        try:
            hand()
        except BaseException:
            self.close()  # without the dot the server has nothing
            raise
        return self._ended()

    def _mail(self, parcel: Parcel) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["Message-ID"] = f"<{parcel.message_id}@{self._from.domain}>"
        mail["Date"] = parcel.created_at
        mail["From"] = self._from
        mail["To"] = Address(addr_spec=parcel.to)
        mail["Subject"] = parcel.subject
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
        mail.set_content(parcel.body, cte="base64")
        return mail.as_bytes()

    def _begun(self, parcel: Parcel, mail: bytes) -> Outcome | None:
        """Send all but the end; an outcome where the server does not want it."""
        smtp = self._opened()
        code, said = smtp.mail(self._from.addr_spec)
        if code != 250:
            self.close()
            return Outcome(
                Verdict.LATER, _SENDER if code >= 500 else _BUSY, _words(code, said), True
            )
        code, said = smtp.rcpt(parcel.to)
        if code not in (250, 251):
            return self._turned_down(code, said)
        code, said = smtp.docmd("DATA")
        if code != 354:
            return self._turned_down(code, said)
        smtp.send(_quoted(mail))
        return None

    def _opened(self) -> smtplib.SMTP:
        """The kept connection if it is still good, or a new one."""
        if self._smtp is not None:
            try:
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        self._smtp = self._server.connect()
        return self._smtp

    def _turned_down(self, code: int, said: bytes) -> Outcome:
        words = _words(code, said)
        if code >= 500:
            return Outcome(Verdict.REFUSED, _NOBODY, words)
        if code == 421:
            self.close()
        return Outcome(Verdict.LATER, _BUSY, words, closed=code == 421)

    def _ended(self) -> Outcome:
        assert self._smtp is not None and self._smtp.sock is not None
        try:
            self._smtp.sock.settimeout(END_SECONDS)
            self._smtp.send(b".\r\n")
            code, said = self._smtp.getreply()
            self._smtp.sock.settimeout(30.0)
        except (OSError, smtplib.SMTPException, AttributeError) as trouble:
            self.close()
            return Outcome(Verdict.UNKNOWN, _SILENT, str(trouble), closed=True)
        if code == 250:
            return Outcome(Verdict.ACCEPTED, reply=_words(code, said))
        return self._turned_down(code, said)

    def close(self) -> None:
        """Hang up without a word: what was not ended does not count."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _quoted(mail: bytes) -> bytes:
    """As it goes over the wire: lines end in CR LF, dots at their beginning are doubled."""
    lines = mail.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)


def _words(code: int, said: bytes | str) -> str:
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    return f"{code} {text}"


def _trouble(trouble: OSError | smtplib.SMTPException) -> Outcome:
    """The server cannot be reached or does not let us in: no message's fault."""
    words = str(trouble)
    if isinstance(trouble, smtplib.SMTPResponseException):
        words = _words(trouble.smtp_code, trouble.smtp_error)
    no_entry = isinstance(trouble, (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError))
    return Outcome(Verdict.LATER, _SENDER if no_entry else _AWAY, words, closed=True)
