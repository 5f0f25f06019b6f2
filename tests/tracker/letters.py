"""Letters in words of our own, for tests that need something to read."""

LETTER = """ที่ รย ๐๐๒๓.๓/๔๑๒                                        ศาลากลางจังหวัดระยอง

                        ๑๒ มกราคม ๒๕๖๙

เรื่อง  ขอเชิญประชุมซักซ้อมงานทะเบียน

เรียน  นายอำเภอเขาชะเมา

        ด้วยจังหวัดระยองจะประชุมซักซ้อมงานทะเบียน จึงขอเชิญท่านเข้าร่วมประชุม

                        ขอแสดงความนับถือ

                        (นายสมมติ ตัวอย่าง)
                        ผู้ว่าราชการจังหวัดระยอง
"""
#: Takes seconds to read: long enough to be caught at it.
LONG = "\f".join([LETTER] * 150)
