package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"convene/internal/locale"
)

// huma checks the shape of a request against the document and has one place for
// all programs in which its errors are made.
func init() {
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, errs ...error) huma.StatusError {
		v := visitOf(c.Context())
		p := misshapen(v.printer, status, message, errs)
		p.Instance = "urn:convene:request:" + v.number
		return p
	}
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return misshapen(locale.For("en"), status, message, errs)
	}
}

// misshapen says what is wrong with the shape of a request.
func misshapen(p *locale.Printer, status int, message string, errs []error) *problem {
	var pr *problem
	switch {
	case status == http.StatusUnsupportedMediaType:
		return newProblem(p, status, "media-type", p.T("Send JSON, with “Content-Type: application/json”."))
	case status == http.StatusRequestEntityTooLarge:
		return newProblem(p, status, "too-large", p.T("More was sent than this address takes."))
	case status == http.StatusRequestTimeout:
		return newProblem(p, status, "too-slow", p.T("The request did not arrive in time. Please send it again."))
	case status == http.StatusUnprocessableEntity:
		pr = newProblem(p, status, "invalid", p.T("Some answers need another look."))
	default: // huma could not read the body, be it cut off or no JSON
		return newProblem(p, http.StatusBadRequest, "unreadable", p.T("The body of the request is not JSON that we can read."))
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			pr.Errors = append(pr.Errors, wrongShape(p, d.ErrorDetail()))
		}
	}
	return pr
}

// wrongShape names the field as the program wrote it, without the value: what
// was sent is the program's to know.
func wrongShape(p *locale.Printer, d *huma.ErrorDetail) problemField {
	name := d.Location
	for _, part := range []string{"body.", "query.", "header.", "path."} {
		name = strings.TrimPrefix(name, part)
	}
	if missing, is := strings.CutPrefix(d.Message, requiredStart); is {
		field, _, _ := strings.Cut(missing, " ")
		if name == "body" {
			name = field
		} else {
			name += "." + field
		}
	}
	return problemField{name, shapeWords(p, d.Message)}
}

// requiredStart is how huma's sentence about a missing field begins.
var requiredStart, _, _ = strings.Cut(validation.MsgExpectedRequiredProperty, "%s")

// shapes are huma's sentences, as far as they are always the same, and ours. The
// first that fits counts.
var shapes = []struct{ begins, Message string }{
	{begins: requiredStart, Message: "This field is missing."},
	{begins: validation.MsgUnexpectedProperty, Message: "There is no such field."},
	{begins: "unknown query parameter", Message: "There is no such parameter."},
	{begins: validation.MsgExpectedRFC3339DateTime, Message: "Send a moment as in RFC 3339 here, such as 2026-11-23T15:04:05Z."},
	{begins: "invalid date/time", Message: "Send a moment as in RFC 3339 here, such as 2026-11-23T15:04:05Z."},
	{begins: "expected value to be one of", Message: "This is none of the values that /api/v1/openapi.json names."},
	{begins: "expected length <=", Message: "This is too long."},
	{begins: "expected array length <=", Message: "This list is too long."},
	{begins: "expected number >", Message: "This number is out of bounds."},
	{begins: "expected number <", Message: "This number is out of bounds."},
	{begins: validation.MsgExpectedNumber, Message: "Send a number here."},
	{begins: validation.MsgExpectedInteger, Message: "Send a whole number here."},
	{begins: "invalid integer", Message: "Send a whole number here."},
	{begins: "expected string to match pattern", Message: "This has the wrong form; see the field in /api/v1/openapi.json."},
	{begins: validation.MsgExpectedString, Message: "Send text here."},
	{begins: validation.MsgExpectedArray, Message: "Send a list here."},
	{begins: validation.MsgExpectedObject, Message: "Send an object here."},
}

// none are the arguments of a sentence that has none and stands in a table.
var none []any

func shapeWords(p *locale.Printer, said string) string {
	for _, s := range shapes {
		if strings.HasPrefix(said, s.begins) {
			return p.T(s.Message, none...)
		}
	}
	return p.T("This has the wrong form; see the field in /api/v1/openapi.json.")
}
