const NAME = /^\w+(?:\s\w+)*\s?$/u;

export const isName = (text: string): boolean => NAME.test(text);
