package export

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"slices"

	"convene/internal/locale"
)

// partnerColumn is one column of a partner's file. field is the field of the
// agreement it belongs to; "" stands in every file.
type partnerColumn struct {
	column
	field string
	value func(Attendee) string
}

// partnerColumns are the columns that an agreement on these fields gives.
//
// Excel takes a CSV file that begins with the letters ID in capitals for another
// format (SYLK) and refuses it: the first key and heading are not spelled so.
func partnerColumns(p *locale.Printer, fields []string) []partnerColumn {
	all := []partnerColumn{
		{column{"id", p.T("Number at this partner"), 30}, "", func(a Attendee) string { return a.ID }},
		{column{"name", p.T("Name"), 32}, "name", func(a Attendee) string { return a.Name }},
		{column{"latin_name", p.T("Name in Latin letters"), 32}, "name", func(a Attendee) string { return a.Latin }},
		{column{"authority", p.T("Authority or organisation"), 36}, "authority", func(a Attendee) string { return a.Authority }},
		{column{"country", p.T("Country code"), 14}, "country", func(a Attendee) string { return a.Country }},
		{column{"country_name", p.T("Country"), 22}, "country", func(a Attendee) string { return a.CountryName }},
		{column{"function", p.T("Function"), 36}, "function", func(a Attendee) string { return a.Function }},
		{column{"email", p.T("E-mail address"), 36}, "email", func(a Attendee) string { return a.Email }},
	}
	return slices.DeleteFunc(all, func(c partnerColumn) bool { return c.field != "" && !slices.Contains(fields, c.field) })
}

// crockford is base 32 without the letters I, L, O and U, as in references and
// badge tokens: it survives being read out and typed.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// pseudonym is a person's id at one partner: 128 bits that only this house can
// make, 26 characters. A notice to erase can name the person by it, two partners
// cannot join their files by it, and it tells nothing about our own numbers
// (domain.md DP-16).
func pseudonym(secret []byte, partnerID, personID int64) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("partner\x00"))
	mac.Write(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(partnerID)), uint64(personID)))
	return crockford.EncodeToString(mac.Sum(nil)[:16])
}
