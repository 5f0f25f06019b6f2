"""What can go wrong in the office; ``str()`` of each is one Thai sentence for the screen."""


class TrackerError(Exception):
    """A refusal that the person can act on. The text says what to do."""

    default = "ทำรายการไม่สำเร็จ กรุณาลองใหม่อีกครั้ง"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.default)


class NotFound(TrackerError):
    """Not there, or not for this account: the two look the same from outside."""

    default = "ไม่พบรายการนี้ หรือบัญชีของท่านไม่มีสิทธิ์เห็น"


class NotAllowed(TrackerError):
    default = "บัญชีของท่านไม่มีสิทธิ์ทำรายการนี้ กรุณาติดต่อผู้ดูแลระบบ"


class BadCredentials(TrackerError):
    default = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง กรุณาลองอีกครั้ง"


class Locked(TrackerError):
    default = "ลงชื่อเข้าใช้ผิดหลายครั้ง กรุณารอสักครู่แล้วลองใหม่"


class BadValue(TrackerError):
    """A typed value that cannot be understood; it was not stored."""

    default = "อ่านค่าที่พิมพ์ไม่ได้ กรุณาตรวจแล้วพิมพ์ใหม่"


class Stale(TrackerError):
    """Somebody else changed the draft since it was shown."""

    default = "มีผู้แก้ไขรายการนี้ไปก่อนแล้ว กรุณาเปิดหน้านี้ใหม่เพื่อดูค่าล่าสุด"


class AlreadySettled(TrackerError):
    """The arrival was registered before. ``number`` and ``year`` are what was given then."""

    def __init__(self, sentence: str, *, number: int | None = None, year: int | None = None):
        super().__init__(sentence)
        self.number = number
        self.year = year


class NotReady(TrackerError):
    default = "ไฟล์นี้ยังอ่านไม่เสร็จ กรุณารอสักครู่ หรือลงรับด้วยมือ"


class FileRefused(TrackerError):
    """The file was not taken in."""


class LeaseLost(TrackerError):
    """The reading belongs to another worker by now; this worker must drop its result."""

    default = "งานอ่านนี้มีเครื่องอื่นรับไปทำต่อแล้ว"


class ConfigError(TrackerError):
    """A setting that the program cannot start with."""
