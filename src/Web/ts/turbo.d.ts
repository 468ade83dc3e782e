declare module '@hotwired/turbo'
