"""What the letters of a made-up province say: the same words at every call, common ones often."""

import random
from datetime import datetime
from itertools import accumulate

from pythainlp.corpus import thai_words

_VERBS = ("ขอความร่วมมือ", "แจ้งแนวทางปฏิบัติ", "การสำรวจข้อมูล", "ขอเชิญประชุม", "รายงานผลการดำเนินงาน",
          "ซักซ้อมความเข้าใจเกี่ยวกับ", "การจัดสรรงบประมาณ", "ขอส่งสำเนาประกาศ", "การขับเคลื่อน")  # fmt: skip
_MATTERS = ("แหล่งน้ำในพื้นที่", "เมืองอัจฉริยะ", "ศูนย์พัฒนาเด็กเล็ก", "เบี้ยยังชีพผู้สูงอายุ", "ขยะมูลฝอยชุมชน",
            "การป้องกันโรคไข้เลือดออก", "ถนนและทางระบายน้ำ", "การเลือกตั้งท้องถิ่น", "ภาษีที่ดินและสิ่งปลูกสร้าง",
            "การแข่งขันกีฬา", "อาหารกลางวันโรงเรียน", "การจัดซื้อจัดจ้าง", "บุคลากรทางการศึกษา",
            "ภัยแล้งและน้ำท่วม", "การแพทย์ฉุกเฉิน", "งานทะเบียนราษฎร")  # fmt: skip
_PHRASES = ("ด้วย", "ตามหนังสือที่อ้างถึง", "จังหวัดระยองพิจารณาแล้ว", "จึงเรียนมาเพื่อโปรดทราบ",
            "จึงเรียนมาเพื่อพิจารณา", "องค์กรปกครองส่วนท้องถิ่น", "ทั้งนี้ ขอให้รายงานผลภายใน",
            "รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย")  # fmt: skip
OUTSIDE = ("กรมบัญชีกลาง", "สำนักงาน ป.ป.ช.", "กรมการปกครอง", "กรมโยธาธิการและผังเมือง",
            "โรงพยาบาลระยอง",
            "สำนักงานสาธารณสุขจังหวัดระยอง", "การไฟฟ้าส่วนภูมิภาค", "บริษัท ระยองก่อสร้าง จำกัด")  # fmt: skip


def words() -> list[str]:
    """Words in the order of how often the letters use them (Zipf), the same at every call."""
    known = sorted(word for word in thai_words() if 2 <= len(word) <= 14)
    random.Random(2569).shuffle(known)
    return known


class Words:
    """Subjects and texts drawn from one chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.vocabulary = words()
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.vocabulary))))

    def _words(self, count: int) -> list[str]:
        return self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)

    def subject(self, day: datetime) -> str:
        said = self.chance.choice(_VERBS) + self.chance.choice(_MATTERS)
        return said + "".join(self._words(2)) + f" ประจำปี {day.year + 543}"

    def text(self) -> str:
        drawn = self._words(48)
        lines = ("".join(drawn[n : n + 6]) for n in range(0, 48, 6))
        return " ".join(f"{self.chance.choice(_PHRASES)}{line}" for line in lines)
