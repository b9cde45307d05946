package web

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"convene/internal/person"
)

// maxField is the longest single answer that reaches a handler, in characters;
// each field has a shorter limit of its own.
const maxField = 1000

// withFiles are the routes whose forms carry a file.
var withFiles = map[string]bool{"/organise/events/:slug/sheets/logos": true}

// maxUpload is the size of such a form that is kept in memory; bodyLimit refuses
// longer ones.
const maxUpload = 1 << 20

// cleanInput makes every value of the path, the query and the form one clean
// line before a handler sees it: valid UTF-8, NFC, no control characters. NUL and
// broken UTF-8 would otherwise pass all checks and fail in the database.
func cleanInput(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if strings.HasPrefix(r.Header.Get(echo.HeaderContentType), "multipart/") {
			if !withFiles[c.Path()] {
				return echo.NewHTTPError(http.StatusUnsupportedMediaType)
			}
			if err := r.ParseMultipartForm(maxUpload); err != nil {
				return badForm(err)
			}
		}
		query := r.URL.Query()
		cleanValues(query)
		r.URL.RawQuery = query.Encode()
		if err := r.ParseForm(); err != nil {
			return badForm(err)
		}
		cleanValues(r.PostForm)
		cleanValues(r.Form)
		params := c.ParamValues()
		for i := range params {
			params[i] = person.Line(params[i], maxField)
		}
		return next(c)
	}
}

// badForm keeps the body limit's own answer and calls the rest a bad request.
func badForm(err error) error {
	if _, ok := err.(*echo.HTTPError); ok {
		return err
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// maxAddresses is the longest list of addresses, in characters; each stands on a
// line of its own.
const maxAddresses = 200_000

// cleanValues cleans in place. A list of addresses keeps its lines. A password keeps its spaces: it is compared, never
// stored or shown, and only has to be text.
func cleanValues(values url.Values) {
	for name, list := range values {
		for i, v := range list {
			switch {
			case name == "addresses":
				list[i] = person.Paragraphs(v, maxAddresses)
			case name != "password":
				list[i] = person.Line(v, maxField)
			case !utf8.ValidString(v) || len(v) > maxField:
				list[i] = ""
			}
		}
	}
}
