package mail

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// Calendar is a calendar file (RFC 5545) of one venue. Method is PUBLISH or
// CANCEL (RFC 5546); Stamp is when it was made; Organizer is a bare address, ""
// for none.
type Calendar struct {
	Method    string
	Zone      *time.Location
	Stamp     time.Time
	Organizer string
	Entries   []Entry
}

// Entry is one VEVENT. UID is its name for life and Sequence counts its
// versions: a calendar ignores a version that is not higher than the one it
// has. Lang is the language of Summary, "" when not known. WholeDays shows it
// as a banner on its days, without making them busy; Cancelled takes it away.
type Entry struct {
	UID         string
	Sequence    int
	Summary     string
	Lang        string
	Location    string
	Description string
	URL         string
	Starts      time.Time
	Ends        time.Time
	WholeDays   bool
	Cancelled   bool
}

// The methods of a calendar file (RFC 5546).
const (
	MethodPublish = "PUBLISH"
	MethodCancel  = "CANCEL"
)

// Encode writes the file: UTF-8, CRLF, lines folded at 75 octets. It fails
// without entries, as the standard knows no empty calendar.
func (c Calendar) Encode() ([]byte, error) {
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Convene//Convene//EN")
	cal.Props.SetText(ical.PropMethod, c.Method)
	if from, to := c.span(); !from.IsZero() && c.Zone != time.UTC {
		cal.Children = append(cal.Children, timezone(c.Zone, from, to))
	}
	for _, e := range c.Entries {
		cal.Children = append(cal.Children, c.entry(e))
	}
	var b bytes.Buffer
	if err := ical.NewEncoder(&b).Encode(cal); err != nil {
		return nil, fmt.Errorf("mail: calendar: %w", err)
	}
	return fold(b.Bytes()), nil
}

// span is the time the entries cover.
func (c Calendar) span() (from, to time.Time) {
	for _, e := range c.Entries {
		if from.IsZero() || e.Starts.Before(from) {
			from = e.Starts
		}
		if e.Ends.After(to) {
			to = e.Ends
		}
	}
	return from, to
}

func (c Calendar) entry(e Entry) *ical.Component {
	v := ical.NewComponent(ical.CompEvent)
	v.Props.SetText(ical.PropUID, calendarText(e.UID))
	v.Props.SetDateTime(ical.PropDateTimeStamp, c.Stamp.UTC())
	setRaw(v, ical.PropSequence, fmt.Sprint(e.Sequence))
	setRaw(v, ical.PropStatus, e.status())
	setRaw(v, ical.PropTransparency, e.transparency())
	setTimes(v, e, c.Zone)
	setText(v, ical.PropSummary, e.Summary, e.Lang)
	setText(v, ical.PropLocation, e.Location, "")
	setText(v, ical.PropDescription, e.Description, "")
	setURI(v, ical.PropURL, e.URL)
	if c.Organizer != "" {
		setURI(v, ical.PropOrganizer, "mailto:"+c.Organizer)
	}
	return v
}

func (e Entry) status() string {
	if e.Cancelled {
		return "CANCELLED"
	}
	return "CONFIRMED"
}

func (e Entry) transparency() string {
	if e.WholeDays || e.Cancelled {
		return "TRANSPARENT"
	}
	return "OPAQUE"
}

// setTimes writes start and end on the venue's clock, or as days; the end of
// days is the day after the last (RFC 5545, 3.6.1).
func setTimes(v *ical.Component, e Entry, zone *time.Location) {
	starts, ends := e.Starts.In(zone), e.Ends.In(zone)
	if !e.WholeDays {
		v.Props.SetDateTime(ical.PropDateTimeStart, starts)
		v.Props.SetDateTime(ical.PropDateTimeEnd, ends)
		return
	}
	v.Props.SetDate(ical.PropDateTimeStart, starts)
	v.Props.SetDate(ical.PropDateTimeEnd, ends.Add(-time.Second).AddDate(0, 0, 1))
}

// languageTag is what may stand in a LANGUAGE parameter: go-ical refuses to
// write a file over a quote there.
var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

func setText(c *ical.Component, name, text, lang string) {
	if text = calendarText(text); text == "" {
		return
	}
	p := ical.NewProp(name)
	p.SetText(text)
	if languageTag.MatchString(lang) {
		p.Params.Set(ical.ParamLanguage, lang)
	}
	c.Props.Set(p)
}

// setURI writes a value that has no escapes; what could end the line is left out.
func setURI(c *ical.Component, name, uri string) {
	if uri = strings.ReplaceAll(calendarText(uri), "\n", ""); uri != "" {
		setRaw(c, name, uri)
	}
}

// setRaw writes a value of ours as it stands.
func setRaw(c *ical.Component, name, value string) {
	p := ical.NewProp(name)
	p.Value = value
	c.Props.Set(p)
}

// calendarText keeps what a calendar text may hold: UTF-8 without control
// characters, line breaks as LF (RFC 5545, 3.3.11).
func calendarText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if (r < ' ' && r != '\n') || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// byStart orders entries as a reader would expect them.
func byStart(a, b Entry) int {
	return cmp.Or(a.Starts.Compare(b.Starts), strings.Compare(a.UID, b.UID))
}
