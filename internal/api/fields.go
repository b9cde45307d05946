package api

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// authorityField names an authority in any spelling, or by its number.
type authorityField string

// Schema says what UnmarshalJSON takes.
func (authorityField) Schema(huma.Registry) *huma.Schema {
	longest, least := 200, 1.0
	return &huma.Schema{OneOf: []*huma.Schema{{Type: "string", MaxLength: &longest}, {Type: "integer", Format: "int64", Minimum: &least}}}
}

// UnmarshalJSON reads a text or a number.
func (a *authorityField) UnmarshalJSON(data []byte) error {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	switch v := value.(type) {
	case string:
		*a = authorityField(v)
	case float64:
		*a = authorityField(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return nil
}

func authorityNumber(id int64) authorityField { return authorityField(strconv.FormatInt(id, 10)) }

// number is the authority's number; false when it is a name.
func (a authorityField) number() (int64, bool) {
	n, err := strconv.ParseInt(string(a), 10, 64)
	return n, err == nil && n > 0 && n < math.MaxInt64
}

// waitField says for which activities a person waits when they are full.
type waitField struct {
	All   bool
	Codes []string
}

// all is the text that stands for every activity and the event itself.
const all = "all"

// Schema says what UnmarshalJSON takes.
func (waitField) Schema(huma.Registry) *huma.Schema {
	most, longest := maxActivities, 40
	return &huma.Schema{OneOf: []*huma.Schema{{Type: "string", Enum: []any{all}},
		{Type: "array", MaxItems: &most, Items: &huma.Schema{Type: "string", MaxLength: &longest}}}}
}

// UnmarshalJSON reads "all" or a list of activities.
func (w *waitField) UnmarshalJSON(data []byte) error {
	*w = waitField{}
	if json.Unmarshal(data, &w.Codes) == nil {
		return nil
	}
	var text string
	err := json.Unmarshal(data, &text)
	w.All = text == all
	return err
}

// MarshalJSON is the inverse of UnmarshalJSON.
func (w waitField) MarshalJSON() ([]byte, error) {
	if w.All {
		return json.Marshal(all)
	}
	return json.Marshal(w.Codes)
}

// has tells whether the person waits for an activity.
func (w waitField) has(code string) bool { return w.All || slices.Contains(w.Codes, code) }

// maybe is an object or null; huma cannot say so of a pointer to an object.
type maybe[T any] struct{ value *T }

// Schema says what MarshalJSON gives.
func (maybe[T]) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{r.Schema(typeOf[T](), true, ""), {Type: "null"}}}
}

// MarshalJSON writes the object or null.
func (m maybe[T]) MarshalJSON() ([]byte, error) { return json.Marshal(m.value) }
