package person

// wholes are the letters that Unicode takes apart though they are letters of
// their own alphabet, not letters with a mark.
var wholes = map[string]rune{"и\u0306": 'й', "г\u0301": 'ѓ', "к\u0301": 'ќ'}

// romanised gives the Latin letters for one letter in lower case and without
// marks.
var romanised = map[rune]string{
	// Latin letters that no decomposition takes apart
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h",
	'ı': "i", 'ĸ': "k", 'ŋ': "n", 'ŧ': "t", 'ə': "e", 'ǝ': "e", 'ɛ': "e", 'ɔ': "o", 'ƒ': "f", 'ɨ': "i", 'ʉ': "u",

	// Cyrillic
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ѓ': "gj", 'ґ': "g", 'д': "d", 'ђ': "d", 'е': "e", 'є': "ye",
	'ж': "z", 'з': "z", 'ѕ': "dz", 'и': "i", 'й': "y", 'і': "i", 'ј': "j", 'к': "k", 'ќ': "kj", 'л': "l",
	'љ': "lj", 'м': "m", 'н': "n", 'њ': "nj", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'ћ': "c",
	'у': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "c", 'џ': "dz", 'ш': "s", 'щ': "sht", 'ъ': "a", 'ы': "y",
	'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",

	// Greek (ELOT 743)
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k",
	'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t",
	'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",

	// Georgian (national system of 2002)
	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k",
	'ლ': "l", 'მ': "m", 'ნ': "n", 'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u",
	'ფ': "p", 'ქ': "k", 'ღ': "gh", 'ყ': "q", 'შ': "sh", 'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch",
	'ხ': "kh", 'ჯ': "j", 'ჰ': "h",

	// Armenian (BGN/PCGN 1981)
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh",
	'ի': "i", 'լ': "l", 'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m",
	'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v",
	'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k", 'օ': "o", 'ֆ': "f",
}

// initials differ at the beginning of a word.
var initials = map[rune]string{'ե': "ye", 'ո': "vo"}

// pairs are two letters written for one sound.
var pairs = map[string]string{
	"ου": "ou", "αυ": "av", "ευ": "ev", "ηυ": "iv", "γγ": "ng", "γξ": "nx", "γχ": "nch",
	"ու": "u",
}

// initialPairs are pairs that differ at the beginning of a word.
var initialPairs = map[string]string{"μπ": "b"}
