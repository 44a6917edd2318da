"""What people see, composed without I/O: each view turns a value into a `Message`."""
