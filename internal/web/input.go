package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"convene/internal/person"
)

// maxField is the longest single answer that reaches a handler, in characters;
// each field has a shorter limit of its own.
const maxField = 1000

// cleanInput makes every value of the path, the query and the form one clean
// line before a handler sees it: valid UTF-8, NFC, no control characters. NUL and
// broken UTF-8 would otherwise pass all checks and fail in the database.
func cleanInput(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		multipart := strings.HasPrefix(r.Header.Get(echo.HeaderContentType), "multipart/")
		if multipart && !takesFile(c) {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType)
		}
		query := r.URL.Query()
		cleanValues(query)
		r.URL.RawQuery = query.Encode()
		if err := r.ParseForm(); err != nil {
			return badForm(err)
		}
		if multipart {
			if err := r.ParseMultipartForm(maxFile); err != nil { // all of it in memory: the body is shorter
				return badForm(err)
			}
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

// maxFile is what a form may have in bytes that comes with a file: a design with its
// logo, in base64.
const maxFile = 1100 << 10

// takesFile tells the few forms that a file comes with.
func takesFile(c echo.Context) bool {
	return c.Request().Method == http.MethodPost && slices.Contains([]string{uploadDesign, editDesign, uploadLogo}, c.Path())
}

// sentFile is the file of a form, at most maxFile bytes; nil when none was chosen.
func sentFile(c echo.Context, name string) ([]byte, error) {
	header, err := c.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, badForm(err)
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(file, maxFile))
	return body, errors.Join(err, file.Close())
}

// badForm keeps the body limit's own answer and calls the rest a bad request.
func badForm(err error) error {
	if limit := (*echo.HTTPError)(nil); errors.As(err, &limit) {
		return limit
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
