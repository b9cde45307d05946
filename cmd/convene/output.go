package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// output is where a command writes its file.
type output struct {
	Output string `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output."`
}

func (o output) write(in *invocation, body []byte) error {
	return o.stream(in, func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}

// stream puts the file in its place when it is whole, readable by its owner alone:
// it holds personal data.
func (o output) stream(in *invocation, write func(io.Writer) error) error {
	if o.Output == "-" {
		return write(in.out)
	}
	file, err := os.CreateTemp(filepath.Dir(o.Output), ".convene-") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", o.Output, err)
	}
	err = write(file)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), o.Output)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", o.Output, err), os.Remove(file.Name()))
	}
	return nil
}
