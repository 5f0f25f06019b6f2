"""Where a message quotes a letter, and the message without what it quotes."""

import re
from dataclasses import dataclass

_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: So much of a subject is enough to know it by; a shorter one than the second proves nothing.
_LONG, _SHORT = 40, 6
_SEALED = "(หนังสือมีชั้นความลับ)"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A letter as messages tell of it: ``path`` of its page, ``subject`` as it was known."""

    path: str
    subject: str

    @property
    def beginning(self) -> str:
        """What is looked for of the subject; empty where that would prove nothing."""
        known = " ".join(self.subject.split())[:_LONG]
        return known if len(known) >= _SHORT else ""

    @property
    def spellings(self) -> set[str]:
        """What is looked for, with either numerals, as messages have them."""
        return {self.beginning, self.beginning.translate(_THAI)} - {""}

    def stands_in(self, *texts: str) -> bool:
        """Whether any of the texts links to the letter or names it."""
        begin = self.beginning.translate(_ARABIC)
        linked = re.compile(re.escape(self.path) + r"(?!\d)")
        return any(
            linked.search(text) or (begin and begin in text.translate(_ARABIC)) for text in texts
        )

    def taken_out(self, head: str, body: str) -> tuple[str, str]:
        """Head and body without the paragraphs that tell of the letter; its link stays."""
        if self.stands_in(head):
            head = f"งานหนังสือราชการ {_SEALED}"
        return head, "\n\n".join(self._paragraph(one) for one in body.split("\n\n"))

    def _paragraph(self, text: str) -> str:
        if not self.stands_in(text):
            return text
        links = [line for line in text.split("\n") if self.stands_in(line) and "://" in line]
        return "\n".join([_SEALED, *links])
