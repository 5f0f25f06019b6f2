"""Why a file could not be read, in one sentence a clerk understands.

``str(error)`` is that sentence: what happened, and what to do now. The file
itself is never lost by an error: whoever called keeps it, and the letter can
still be registered by hand.
"""

from __future__ import annotations


class ReadError(Exception):
    """The file could not be read. ``str()`` is a Thai sentence for the clerk."""

    sentence = "อ่านไฟล์นี้ไม่ได้ กรุณาเปิดดูว่าไฟล์สมบูรณ์หรือไม่ แล้วส่งใหม่ หรือลงทะเบียนด้วยตนเอง"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class MissingFile(ReadError):
    sentence = "ไม่พบไฟล์นี้ หรือไม่มีสิทธิเปิดอ่าน กรุณาตรวจชื่อและที่เก็บของไฟล์"


class EmptyFile(ReadError):
    sentence = "ไฟล์นี้ว่างเปล่า ไม่มีข้อความหรือภาพให้อ่าน กรุณาตรวจต้นฉบับแล้วส่งไฟล์ใหม่"


class UnknownType(ReadError):
    sentence = "ไม่รู้จักชนิดของไฟล์นี้ กรุณาส่งเป็น PDF ภาพ (PNG, JPEG, TIFF) หรือข้อความ (TXT, MD)"


class OfficeDocument(UnknownType):
    """A word processor's own file, a spreadsheet or an archive."""

    sentence = "ไฟล์นี้เป็นเอกสารสำนักงานหรือไฟล์บีบอัด กรุณาบันทึกหรือพิมพ์เป็น PDF แล้วส่งใหม่"


class PhonePicture(UnknownType):
    """HEIC or AVIF: what telephones take by default, and few programs open."""

    sentence = (
        "รูปนี้เป็นชนิด HEIC หรือ AVIF ของโทรศัพท์ ซึ่งยังเปิดอ่านไม่ได้ "
        "กรุณาตั้งกล้องให้ถ่ายเป็น JPEG หรือบันทึกรูปเป็น JPEG แล้วส่งใหม่"
    )


class EncryptedFile(ReadError):
    sentence = "ไฟล์ PDF นี้มีรหัสผ่าน กรุณาขอไฟล์ที่ไม่มีรหัสผ่านจากผู้ส่ง หรือพิมพ์แล้วสแกนส่งใหม่"


class DamagedFile(ReadError):
    sentence = "ไฟล์นี้เสียหายหรือได้รับมาไม่ครบ กรุณาขอไฟล์ใหม่จากผู้ส่ง หรือสแกนจากต้นฉบับ"


class UnreadableEncoding(ReadError):
    sentence = "ไม่รู้รหัสอักษรของไฟล์ข้อความนี้ กรุณาบันทึกใหม่เป็น UTF-8 หรือส่งเป็น PDF แทน"


class LimitExceeded(ReadError):
    """The file is larger, denser or slower to read than any honest letter."""


class TooLarge(LimitExceeded):
    def __init__(self, size: int, limit: int) -> None:
        megabytes = 1024 * 1024
        super().__init__(
            f"ไฟล์นี้มีขนาด {size / megabytes:,.0f} MB เกินกว่า {limit / megabytes:,.0f} MB ที่รับได้ "
            "กรุณาลดความละเอียดของภาพ หรือแยกเป็นหลายไฟล์"
        )


class TooManyPages(LimitExceeded):
    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"ไฟล์นี้มี {count:,} หน้า เกินกว่า {limit:,} หน้าที่รับได้ กรุณาแยกเป็นหลายไฟล์แล้วส่งใหม่")


class TooDense(LimitExceeded):
    """A page or a stream that unpacks to more than any sheet of paper can hold."""

    sentence = (
        "ไฟล์นี้มีข้อมูลในหน้าเดียวมากผิดปกติ จึงหยุดอ่านเพื่อความปลอดภัย กรุณาพิมพ์เป็น PDF ใหม่ หรือแยกเป็นหลายไฟล์"
    )


class TooSlow(LimitExceeded):
    sentence = "ไฟล์นี้ใช้เวลาอ่านนานเกินกำหนด จึงหยุดอ่าน กรุณาพิมพ์เป็น PDF ใหม่ หรือสแกนจากต้นฉบับ"
