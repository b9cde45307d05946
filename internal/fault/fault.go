// Package fault names the kinds of failure that a person can act on. A domain
// package returns a fault when the asker can do something about it; everything
// else is internal and shown as a fixed sentence with the request's number.
// Only the outermost layer turns a kind into a status code.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure it is.
type Kind int

// The kinds. Internal is what any other error counts as.
const (
	Internal    Kind = iota
	NotFound         // there is no such thing, or it is not yours to see
	Invalid          // the input is wrong; Fields say where
	Conflict         // the input is fine, the state of things refuses it
	Forbidden        // known, and not allowed
	Gone             // was valid once: an expired code, a used link
	TooMany          // too often; RetryAfter says how long to wait
	Unavailable      // busy or a server is away; RetryAfter says how long to wait
)

// Field is one wrong field of the input. Message is an English sentence and the
// key of its translation; Args are its values.
type Field struct {
	Name    string
	Message string
	Args    []any
}

// Error is a failure with words for the person who asked. Message is an English
// sentence (a fmt format when there are Args) and the key of its translation.
type Error struct {
	Kind       Kind
	Message    string
	Args       []any
	Fields     []Field
	RetryAfter time.Duration
	Err        error
}

// Error gives the English sentence, the fields and the cause, for logs and the
// command line.
func (e *Error) Error() string {
	s := Sentence(e.Message, e.Args)
	for _, f := range e.Fields {
		s += "; " + f.Name + ": " + Sentence(f.Message, f.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes a fault of a kind with a sentence for the person.
func New(kind Kind, message string, args ...any) *Error {
	return &Error{Kind: kind, Message: message, Args: args}
}

// WrongInput makes an Invalid fault from its fields; nil when there are none.
func WrongInput(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "Some answers need another look.", Fields: fields}
}

// As finds the fault in an error chain; nil when there is none.
func As(err error) *Error {
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Is tells whether the error is a fault of that kind.
func Is(err error, kind Kind) bool {
	f := As(err)
	return f != nil && f.Kind == kind
}

// Sentence fills a message with its arguments.
func Sentence(message string, args []any) string {
	if len(args) == 0 {
		return message
	}
	return fmt.Sprintf(message, args...)
}
