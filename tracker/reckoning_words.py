"""How the reader says why a day is the day (``ingest.deadlines``): the patterns of its steps, by
which a page finds an explanation again in what was stored.

An explanation is what is printed, how it was counted, what was moved, and the day. A place
named ``raw…`` holds what stands on the paper, ``step…`` another of these, ``date…`` a day.
A test holds these against all that the reader is known to explain.
"""

from tracker.sentences import of_reader

PATTERNS = (
    # the whole
    of_reader("%(step)s (วันทำการก่อนหน้าคือ%(step_before)s)"),
    of_reader("“%(raw)s” %(step)s ครบกำหนด %(step_day)s"),
    of_reader("“%(raw)s” %(step)s ครบกำหนดครั้งแรก %(step_day)s"),
    of_reader("“%(raw)s” %(step)s หากไม่ตอบภายใน %(step_day)s"),
    of_reader("“%(raw)s” %(step)s กำหนดจัด %(step_day)s"),
    of_reader("“%(raw)s” %(step)s มีผลตั้งแต่ %(step_day)s"),
    of_reader("“%(raw)s” %(step)s ต้องส่งถึงภายใน %(step_day)s"),
    of_reader("“%(raw)s” %(step)s อ้างถึงวันที่ %(step_day)s"),
    of_reader("“%(raw)s” %(step)s จึงยังสรุปวันไม่ได้"),
    of_reader("“%(raw)s” จึงยังสรุปวันไม่ได้"),
    of_reader("“%(raw)s” บอกความเร่งด่วน ไม่ได้กำหนดวัน"),
    # its day
    of_reader("วันจันทร์ที่ %(date)s"),
    of_reader("วันอังคารที่ %(date)s"),
    of_reader("วันพุธที่ %(date)s"),
    of_reader("วันพฤหัสบดีที่ %(date)s"),
    of_reader("วันศุกร์ที่ %(date)s"),
    of_reader("วันเสาร์ที่ %(date)s"),
    of_reader("วันอาทิตย์ที่ %(date)s"),
    of_reader("%(step_day)s เวลา %(time)s น."),
    # what was moved
    of_reader("%(step)s แทนกำหนดเดิม %(date)s"),
    of_reader("%(step)s ตรงกับ%(why)s (%(date)s) จึงเลื่อนเป็น %(date_moved)s ตามที่หนังสือกำหนด"),
    of_reader("%(step)s ข้ามวันหยุด %(step_days)s"),
    of_reader("%(date)s %(name)s, %(step_more)s"),
    of_reader("%(date)s %(name)s"),
    # days counted
    of_reader(
        "นับจาก%(step_start)s %(date)s เริ่มนับวันถัดไป ครบ %(number)s %(step_unit)sในวันที่ %(date_last)s"
    ),
    of_reader("นับจาก%(raw)s %(date)s เริ่มนับวันถัดไป ครบ %(number)s %(step_unit)sในวันที่ %(date_last)s"),
    of_reader(
        "นับจาก%(step_start)s %(date)s ย้อนขึ้นไป ครบ %(number)s %(step_unit)sในวันที่ %(date_last)s"
    ),
    of_reader("นับจาก%(raw)s %(date)s ย้อนขึ้นไป ครบ %(number)s %(step_unit)sในวันที่ %(date_last)s"),
    of_reader("นับต่อเนื่องจากเวลาที่ได้รับหนังสือ %(start)s ครบ %(number)s %(step_unit)s เมื่อ %(end)s"),
    of_reader("นับจากเวลาที่ได้รับหนังสือ"),
    of_reader("นับเดือนจากวันที่ในหนังสือ"),
    of_reader("นับจาก%(step_start)s"),
    of_reader("นับจาก%(raw)s"),
    of_reader("นับ%(step_start)s"),
    of_reader("นับ%(raw)s"),
    of_reader("วันที่ได้รับหนังสือ"),
    of_reader("วันที่ในหนังสือ"),
    of_reader("วันทำการ"),
    of_reader("วันทำงาน"),
    of_reader("วันราชการ"),
    of_reader("วันปฏิทิน"),
    of_reader("วัน"),
    of_reader("สัปดาห์"),
    of_reader("อาทิตย์"),
    of_reader("เดือน"),
    of_reader("ปี"),
    of_reader("ชั่วโมง"),
    of_reader("ชม."),
    of_reader("นาที"),
    # days named
    of_reader("วันที่ระบุไว้ในหนังสือ"),
    of_reader("วันที่อ่านได้ไม่ครบ"),
    of_reader("วันที่เป็นไปไม่ได้"),
    of_reader("ไม่ได้ระบุปี ถือตามปีของหนังสือ หากผ่านไปแล้วเป็นปีถัดไป"),
    of_reader("ปีเดียวกับวันที่ในหนังสือ"),
    of_reader("ปีถัดจากวันที่ในหนังสือ"),
    of_reader("ใช้ปีร่วมกับวันที่ที่พิมพ์ต่อกัน"),
    of_reader("วันนั้นของสัปดาห์ถัดจากวันที่ในหนังสือ"),
    of_reader("วันนั้นที่ถึงก่อนนับจากวันที่ในหนังสือ"),
    of_reader("วันทำการถัดไป"),
    of_reader("วันนี้หมายถึงวันที่ในหนังสือ"),
    # periods
    of_reader("ช่วง %(date)s ถึง %(date_last)s"),
    of_reader("วันสุดท้ายของ%(step)s"),
    of_reader("วันแรกของ%(step)s"),
    of_reader("วันทำการสุดท้ายของ%(step)s"),
    of_reader("เดือนที่ระบุใน%(step)s"),
    of_reader("นับวันทำการใน%(step)s"),
    of_reader("วันที่ตามลำดับใน%(step)s"),
    of_reader("ประมาณจาก%(step)s"),
    # what returns
    of_reader("%(step)s ครั้งแรกหลังวันที่รับหรือวันที่ในหนังสือ"),
    of_reader("ทุกวัน"),
    of_reader("ทุกวันทำการ"),
    of_reader("ทุกสัปดาห์"),
    of_reader("ทุกเดือน"),
    of_reader("ทุกไตรมาส"),
    of_reader("ทุกปี"),
    of_reader("ทุกปีงบประมาณ"),
    of_reader("ทุกปี ตามปีงบประมาณ"),
    of_reader("ทุกงวด"),
    of_reader("ทุกรอบ"),
    of_reader("นับจากวันสิ้นงวดทุกงวด"),
    of_reader("นับวันทำการจากวันสิ้นงวดทุกงวด"),
)
