// Where a line may end within Thai a browser looks up in its dictionary, which knows no names of
// places and parts some words. These stay whole, as do a day with its month, a number with what it
// counts, and the number of a letter. What is copied from the page stays as it was.
(() => {
  "use strict";
  const MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม";
  const SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".replaceAll(".", "\\.");
  const ENGLISH = "January February March April May June July August September October November December";
  const COUNTED = "วัน ราย เรื่อง ฉบับ แห่ง ครั้ง ข้อความ";
  const WORDS = "ท้องถิ่น กระดาษ สุขภาพ คำตอบ ดำเนินการ ประจำปี ครบกำหนด เกินกำหนด ภัยแล้ง วันที่ วันหยุด ลงนาม นำเข้า สิ่งแวดล้อม หน่วยงาน ลงซ้ำ แหล่งน้ำ ร่วมมือ กลั่นกรอง ขับเคลื่อน ปรมินทร มหาภูมิพลอดุลยเดช มหาจักรีบรมราชวงศ์ พระพุทธยอดฟ้าจุฬาโลก พระบรมราชินี พระบรมราชชนนี ชนกาธิเบศร บรมนาถบพิตร มหาวชิราลงกรณ";
  const AREA = "ทม\\.|ทน\\.|ทต\\.|อบต\\.|ตำบล|อำเภอ|จังหวัด|เทศบาลเมือง|เทศบาลนคร";
  const any = (words) => `(?:${words.split(" ").join("|")})`;
  const WHOLE = new RegExp([
    `(?<=${AREA})[ก-ฮเ-ไ][ก-๎]{1,13}?(?=$|[^ก-๎]|อำเภอ|จังหวัด)`,
    any(WORDS),
    `[๐-๙\\d]{1,2} ${any(MONTHS)}(?: [๐-๙\\d]{4})?`,
    `\\(?(?:ครั้ง|แบบ)ที่ [๐-๙\\d]+\\)?`,
    `[๐-๙\\d]{1,2} ${any(SHORT)}(?: [๐-๙\\d]{2,4})?`,
    `[๐-๙\\d][๐-๙\\d,]* ${any(COUNTED)}(?![ก-๎])`,
    `\\b\\d{1,2} (?:${any(ENGLISH)}|${any(ENGLISH.replace(/(\w{3})\w*/g, "$1"))})\\b(?: \\d{4}\\b)?`,
    "\\b\\d[\\d,]* days?\\b",
    "[๐-๙\\d]{1,2}\\.[๐-๙\\d]{2} น\\.",
    "พ\\.ศ\\. [๐-๙\\d]{4}",
    "(?<![ก-๎])(?:ที่ )?[ก-ฮ]{2,3} [๐-๙\\d][๐-๙\\d.]*/(?:ว ?)?[๐-๙\\d]+",
  ].join("|"), "g");
  const LEFT = "script, style, textarea, option, pre, svg, .nowrap";

  const keep = (text) => {
    const parts = document.createDocumentFragment();
    let done = 0;
    for (const found of text.data.matchAll(WHOLE)) {
      const whole = document.createElement("span");
      whole.className = "nowrap";
      whole.textContent = found[0];
      parts.append(text.data.slice(done, found.index));
      if (found.index) parts.append(document.createElement("wbr"));
      parts.append(whole);
      done = found.index + found[0].length;
    }
    if (!done) return;
    parts.append(text.data.slice(done));
    // In a row of boxes each part would become a box of its own, with gaps between.
    const row = /flex|grid/.test(getComputedStyle(text.parentElement).display);
    const box = document.createElement("span");
    if (row) box.append(parts);
    text.replaceWith(row ? box : parts);
  };

  const within = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) if (!text.parentElement.closest(LEFT)) keep(text);
  };

  within(document.body);
  document.addEventListener("htmx:load", (event) => within(event.detail.elt));
})();
