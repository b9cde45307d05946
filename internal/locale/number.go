package locale

import "strconv"

// Number writes a whole number with its thousands grouped: "12,345", in French
// "12 345" with a no-break space.
func (p *Printer) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	separator := p.in("number", ",")
	grouped := digits
	for at := len(digits) - 3; at > 0; at -= 3 {
		grouped = grouped[:at] + separator + grouped[at:]
	}
	return sign + grouped
}
