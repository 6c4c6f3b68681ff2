/** By its name alone: what is in it, the server judges. */
export const isZip = (file: File | undefined): file is File => file !== undefined && /\.zip$/i.test(file.name)
