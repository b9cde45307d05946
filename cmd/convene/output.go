package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// output is where a command writes its file.
type output struct {
	Output string `short:"o" required:"" placeholder:"FILE" help:"File to write; - is standard output."`
}

// write puts the file in its place when it is whole, readable by its owner
// alone: it holds personal data.
func (o output) write(in *invocation, body []byte) error {
	if o.Output == "-" {
		_, err := in.out.Write(body)
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(o.Output), ".convene-") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", o.Output, err)
	}
	_, err = file.Write(body)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), o.Output)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", o.Output, err), os.Remove(file.Name()))
	}
	return nil
}
