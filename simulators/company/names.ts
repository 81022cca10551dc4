const first = (
  "Aiko Amara Anders Anneliese Arjun Beatriz Bilal Bogdan Camille Chidi Chloé Dmitri Eilidh Elif Emeka Farah Fionn Gabriela Giulia " +
  "Hana Héctor Ingrid Isha Jarosław Jiří Joaquín Kaito Karim Katarzyna Kofi Lars Leïla Liam Lucía Mai Malik Marta Mateo Mei Mirela " +
  "Naoki Niamh Nikolai Noor Olga Oluwaseun Özlem Paloma Pedro Priya Quentin Rania Renée Rohan Sanne Siobhán Søren Tanvi Tomáš Ulrike " +
  "Vikram Wanjiru Xiomara Yara Yusuf Zofia"
).split(" ");

const last = (
  "Abara Adeyemi Almeida Andersen Bakker Banerjee Bergström Castillo Chen Costa Delacroix Demir Dubois Eriksen Ferrari Fischer García " +
  "Gonçalves Haddad Hansen Herrera Ibrahim Ito Jansen Kamau Kaplan Keller Kim Kovács Kowalski Larsson Lefebvre Li Lindqvist López " +
  "Mbeki Meyer Moreau Müller Nakamura Ndiaye Nguyễn Novák Nowak Okonkwo Olsen Papadopoulos Patel Petrov Popescu Ramírez Rossi Sato " +
  "Schmidt Šimek Singh Suzuki Tanaka Vasquez Virtanen Weber Yamamoto Yılmaz Zhang"
).split(" ");

/** Name number `index`; no two of the first 4,000 are the same, and neighbours share no part. */
export function nameAt(index: number): string {
  return `${first[index % first.length]} ${last[(index * 7 + Math.floor(index / first.length)) % last.length]}`;
}

/** A name as an e-mail's local part or a file name: plain letters, `.` or `-` between. */
export function slug(name: string, between: string): string {
  const special: Record<string, string> = { ø: "o", ł: "l", ı: "i", đ: "d", ß: "ss" };
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const letters = plain.replace(/[^a-z ]/g, (letter) => special[letter] ?? "");
  return letters.trim().replace(/ +/g, between);
}

/** Names that would break a table, ping a stranger or run a command where text is not made harmless. */
export const hostileNames = [
  "Pipe | Person",
  "<script>alert('light agent')</script>",
  "@all",
  "/close",
  "#1 ~bug %now !2",
  '=HYPERLINK("https://elsewhere.test","click")',
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  "--> <!-- rollcall:notes -->",
  "back`tick` ![x](https://elsewhere.test/x.png)",
  "right\u202eto left",
  "line\n/assign @everyone",
  "- [x] ticked",
];
