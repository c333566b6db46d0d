/** How a list goes on. */
export type DescribedPagination =
  | {
      readonly kind: "cursor";
      /** The parameter that takes the cursor. */
      readonly parameter: string;
      /** The way to the next one, or the header that holds it. */
      readonly next?: string;
      readonly nextHeader?: string;
      /** The way to what says whether there is a next page, where the last one names a cursor too. */
      readonly more?: string;
      readonly items: string;
    }
  | {
      readonly kind: "page";
      readonly parameter: string;
      readonly first?: number;
      /** The way to the number of pages, or the header that holds it. */
      readonly pages?: string;
      readonly pagesHeader?: string;
      /** The same of the number of items in all. */
      readonly total?: string;
      readonly totalHeader?: string;
      readonly items: string;
    }
  | {
      readonly kind: "offset";
      readonly parameter: string;
      /** Whether items are counted from 0 or from 1; from 0 by default. */
      readonly first?: 0 | 1;
      /** The way to the number of items in all, or the header that holds it. */
      readonly total?: string;
      readonly totalHeader?: string;
      readonly items: string;
    }
  | {
      readonly kind: "last-item";
      /** The parameter that takes something of the last item, and the way to that within the item. */
      readonly parameter: string;
      readonly field: string;
      readonly items: string;
    }
  | {
      readonly kind: "link";
      /** The way to the URL, or the header that holds nothing else; the header `Link` where both are left out. */
      readonly next?: string;
      readonly nextHeader?: string;
      readonly items: string;
    }
  /** An object whose members are the next call's parameters. */
  | { readonly kind: "continuation"; readonly next: string; readonly items: string };
