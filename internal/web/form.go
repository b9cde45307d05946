package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convene/internal/fault"
	"convene/internal/locale"
)

// form is what a page needs to show a form again: what was typed and what is
// wrong with it. Templates make their fields from it, so that label, hint, error
// and value of a field always belong together:
//
//	{{template "errors" .Form}}
//	{{template "text" (.Form.Text "given_name" (.T "Given names") "" "given-name")}}
type form struct {
	p      *locale.Printer
	values url.Values
	faults []fault.Field
}

// newForm makes a form; values and faults may be nil.
func newForm(p *locale.Printer, values url.Values, faults []fault.Field) form {
	return form{p: p, values: values, faults: faults}
}

// faultsOf gives the wrong fields of an error that a form can show; nil for any
// other error.
func faultsOf(err error) []fault.Field {
	if f := fault.As(err); f != nil && f.Kind == fault.Invalid {
		return f.Fields
	}
	return nil
}

// Value is what was typed into a field.
func (f form) Value(name string) string { return f.values.Get(name) }

// Has tells whether a box or a radio of that value was chosen.
func (f form) Has(name, value string) bool { return slices.Contains(f.values[name], value) }

// Error is what is wrong with a field, in the visitor's language; "" when nothing.
func (f form) Error(name string) string {
	for _, field := range f.faults {
		if field.Name == name {
			return f.p.T(field.Message, field.Args...)
		}
	}
	return ""
}

// wrongUnder tells whether anything is wrong with what belongs to a part of the form,
// whose fields begin with its name.
func (f form) wrongUnder(name string) bool {
	return slices.ContainsFunc(f.faults, func(field fault.Field) bool { return strings.HasPrefix(field.Name, name) })
}

// formError is one line of the error summary, leading to its field.
type formError struct{ Name, Text string }

// Errors are the lines of the summary, in the order they were found.
func (f form) Errors() []formError {
	var errors []formError
	for _, field := range f.faults {
		errors = append(errors, formError{field.Name, f.p.T(field.Message, field.Args...)})
	}
	return errors
}

// Heading stands above the error summary.
func (f form) Heading() string {
	return f.p.N("One answer needs another look", "%d answers need another look", len(f.faults), len(f.faults))
}

// Word is how an error is announced to those who hear the page.
func (f form) Word() string { return f.p.T("Error:") }

// textField is a labelled input for the part "text".
type textField struct {
	form
	Name, Label, Hint, Type, Autocomplete, Inputmode string
	Narrow                                           bool // short answers get a short box
	MaxLength                                        int
}

// Text makes a one-line field. autocomplete is a token of HTML's autofill, "off"
// for what no browser knows (WCAG 1.3.5).
func (f form) Text(name, label, hint, autocomplete string) textField {
	return textField{form: f, Name: name, Label: label, Hint: hint, Type: "text", Autocomplete: autocomplete, MaxLength: 160}
}

// Mail makes a field for an e-mail address. The browser's own check refuses some
// addresses that are right (I-07): forms with this field say novalidate.
func (f form) Mail(name, label, hint string) textField {
	return textField{form: f, Name: name, Label: label, Hint: hint, Type: "email", Autocomplete: "email", Inputmode: "email", MaxLength: 254}
}

// Code makes a field for the six digits of a mail; pasting works (WCAG 3.3.8).
func (f form) Code(name, label, hint string) textField {
	return textField{form: f, Name: name, Label: label, Hint: hint, Type: "text", Autocomplete: "one-time-code", Inputmode: "numeric", Narrow: true, MaxLength: 20}
}

// Password makes a field for a password. What was typed is not shown again.
func (f form) Password(name, label, hint, autocomplete string) textField {
	return textField{form: f, Name: name, Label: label, Hint: hint, Type: "password", Autocomplete: autocomplete, MaxLength: 256}
}

// Typed is the value to show: everything but passwords.
func (t textField) Typed() string {
	if t.Type == "password" {
		return ""
	}
	return t.Value(t.Name)
}

// Wrong is the field's error.
func (t textField) Wrong() string { return t.Error(t.Name) }

// Describe names the elements that explain the field, for aria-describedby.
func (t textField) Describe() string { return describe(t.Name, t.Hint, t.Wrong()) }

func describe(name, hint, wrong string) string {
	ids := ""
	if hint != "" {
		ids = name + "-hint"
	}
	if wrong != "" {
		ids += " " + name + "-error"
	}
	return ids
}

// choiceField is a group of radios or boxes for the part "choices", or a list for
// the part "select".
type choiceField struct {
	form
	Name, Label, Hint, Type, Autocomplete string
	Options                               []option
}

// option is one row of a choice. Note is a second, quieter line.
type option struct {
	Value, Label, Lang, Note string
	LabelNote                string // beside the label, in another script or language
	LabelNoteLang            string
}

// Radios makes a group of which one is chosen, Boxes one of which any are,
// Select a drop-down list.
func (f form) Radios(name, label, hint string, options []option) choiceField {
	return choiceField{form: f, Name: name, Label: label, Hint: hint, Type: "radio", Options: options}
}

func (f form) Boxes(name, label, hint string, options []option) choiceField {
	return choiceField{form: f, Name: name, Label: label, Hint: hint, Type: "checkbox", Options: options}
}

func (f form) Select(name, label, hint, autocomplete string, options []option) choiceField {
	return choiceField{form: f, Name: name, Label: label, Hint: hint, Options: options, Autocomplete: autocomplete}
}

// Chosen tells whether an option was chosen.
func (c choiceField) Chosen(value string) bool { return c.Has(c.Name, value) }

// ID is the id of the i-th option. The first has the name of the group itself:
// that is where the error summary leads.
func (c choiceField) ID(i int) string {
	if i == 0 {
		return c.Name
	}
	return c.Name + "-" + strconv.Itoa(i+1)
}

// Wrong is the group's error.
func (c choiceField) Wrong() string { return c.Error(c.Name) }

// Describe names the elements that explain the group, for aria-describedby.
func (c choiceField) Describe() string { return describe(c.Name, c.Hint, c.Wrong()) }
