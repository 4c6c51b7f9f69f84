/** Whether an Accept-Encoding header allows this content coding; `q=0` refuses it. */
export const acceptsEncoding = (header: string | undefined, coding: string): boolean =>
  (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === coding && !parameters.some((each) => /^q=0(\.0*)?$/.test(each));
  });
